import { checkInteger, describe } from './check.ts';

/** Throws unless `size` is a number of samples. */
export function checkSize(caller: string, size: unknown): void {
  checkInteger(caller, 'size', size, 1);
}

/** Throws unless there is one value a sample, all of them fit and no index is out of range; before any is noted. */
export function checkScores(
  caller: string,
  size: number,
  indices: ArrayLike<number>,
  values: ArrayLike<number>,
  name: string,
  fits: (value: number) => boolean,
): void {
  if (indices.length !== values.length) {
    throw new RangeError(
      `${caller}: ${name} must have as many values as indices, ${indices.length}, got ${values.length}`,
    );
  }
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k] as number;
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new RangeError(
        `${caller}: indices[${k}] must be an integer in [0, ${size}), got ${describe(index)}`,
      );
    }
    const value = values[k] as number;
    if (!fits(value)) throw new RangeError(`${caller}: ${name}[${k}] is ${describe(value)}`);
  }
}

/** Throws unless a snapshot holds these lists of `size` numbers. */
export function checkSnapshot(
  caller: string,
  snapshot: object,
  size: number,
  names: string[],
): void {
  for (const name of names) {
    const list: unknown = (snapshot as Record<string, unknown>)[name];
    if (!Array.isArray(list) || list.length !== size || !list.every((x) => Number.isFinite(x))) {
      throw new RangeError(`${caller}: from.${name} must be ${size} finite numbers`);
    }
  }
}
