import type { Random } from './curriculum.ts';

/**
 * The live state of a generator, or undefined where it has none: writing into it must change what
 * comes next, so a generator that hands out a copy at each look does not count.
 */
export function liveState(random: Random): Uint32Array | undefined {
  const { state } = random;
  return isArray(state, 'Uint32Array') && state === random.state ? state : undefined;
}

/** Whether a value is a typed array of that name, also one from another realm. */
export function isArray(value: unknown, type: 'Uint32Array'): value is Uint32Array;
export function isArray(value: unknown, type: 'Int32Array'): value is Int32Array;
export function isArray(value: unknown, type: 'Float32Array'): value is Float32Array;
export function isArray(value: unknown, type: 'Float64Array'): value is Float64Array;
export function isArray(value: unknown, type: 'Uint8Array'): value is Uint8Array;
export function isArray(value: unknown, type: string): boolean {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === `[object ${type}]`;
}
