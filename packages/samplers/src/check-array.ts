import { wrong } from './wrong.ts';

/** Throws unless `array` is an array, of `size` entries where that is given; `name` and `of` say what of. */
export function checkArray(
  caller: string,
  name: string,
  array: ArrayLike<unknown>,
  size: number = array?.length,
  of = 'numbers',
): void {
  if (typeof array !== 'object' || !Number.isInteger(array?.length)) {
    throw wrong(caller, `${name} must be an array of ${of}`, array, TypeError);
  }
  if (array.length !== size) throw wrong(caller, `there must be ${size} ${name}`, array.length);
}
