import { Tensor } from '@tensorflow/tfjs-core';

/** Throws unless `tensor` is a tensor of this dtype and rank; `shape` names the axes in the message. */
export function checkTensor(
  caller: string,
  name: string,
  tensor: Tensor,
  dtype: 'float32' | 'int32',
  shape: readonly string[],
): void {
  const wanted = `${caller}: ${name} must be a ${dtype} tensor [${shape.join(', ')}]`;
  if (!(tensor instanceof Tensor)) throw new TypeError(`${wanted}, got ${describe(tensor)}`);
  if (tensor.dtype !== dtype) throw new TypeError(`${wanted}, got ${tensor.dtype}`);
  if (tensor.rank !== shape.length) {
    throw new TypeError(`${wanted}, got rank ${tensor.rank}, [${tensor.shape.join(', ')}]`);
  }
}

/** Throws unless a tensor that goes beside `outputs` has as many rows. */
export function checkRows(caller: string, name: string, rows: number, expected: number): void {
  if (rows !== expected) {
    throw new RangeError(`${caller}: ${name} must have ${expected} rows as outputs, got ${rows}`);
  }
}

/** Throws unless `value` is an integer of at least `least`. */
export function checkInteger(caller: string, name: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw new RangeError(
      `${caller}: ${name} must be an integer >= ${least}, got ${describe(value)}`,
    );
  }
}

/** A value in an error message: short, whatever it is. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Tensor) return `a tensor [${value.shape.join(', ')}]`;
  return Array.isArray(value) ? 'an array' : `a ${value.constructor?.name ?? 'plain object'}`;
}
