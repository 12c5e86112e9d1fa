import { wrong } from './wrong.ts';

/** Throws unless `count` is a whole number of draws that an array can hold. */
export function checkCount(caller: string, count: number): void {
  if (typeof count !== 'number') throw wrong(caller, 'count must be a number', count, TypeError);
  if (!(Number.isInteger(count) && count >= 0 && count <= 0x7fffffff)) {
    throw wrong(caller, 'count must be an integer in [0, 2^31)', count);
  }
}
