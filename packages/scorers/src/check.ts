import { env, getBackend, Tensor } from '@tensorflow/tfjs-core';

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

/** Up to this, numbers of half precision have every integer. */
const MOST_HALF_CLASSES = 2048;

/** Throws where labels of so many classes would be rounded: WebGL keeps integers, too, as floats in its textures. */
export function checkLabelsFit(caller: string, classes: number): void {
  if (classes <= MOST_HALF_CLASSES || getBackend() !== 'webgl') return;
  if (env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) return;
  throw new RangeError(
    `${caller}: classes must be <= ${MOST_HALF_CLASSES} on WebGL with textures of half precision, got ${classes}`,
  );
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
