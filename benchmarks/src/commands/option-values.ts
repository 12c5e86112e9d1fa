import type { BackendName } from '@gradus/backends';
import { InvalidArgumentError } from 'commander';

const BACKENDS: BackendName[] = ['cpu', 'wasm', 'webgl', 'webgpu', 'node', 'node-gpu'];

/** `wasm,cpu` */
export function parseBackends(text: string): BackendName[] {
  const names = text.split(',').map((part) => part.trim());
  const unknown = names.find((name) => !BACKENDS.includes(name as BackendName));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `There is no backend '${unknown}', only ${BACKENDS.join(', ')}.`,
    );
  }
  return names as BackendName[];
}

export function parseWhole(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('Give a whole number >= 1.');
  return Number(text);
}

/** `5` for 5 %. */
export function parsePercent(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Give a percentage >= 0, as 5.');
  return Number(text) / 100;
}
