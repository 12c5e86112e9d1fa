/** Throws unless `count` is a whole number of draws that an array can hold. */
export function checkCount(caller: string, count: number): void {
  if (typeof count !== 'number') {
    throw new TypeError(`${caller}: count must be a number, got ${String(count)}`);
  }
  if (!(Number.isInteger(count) && count >= 0 && count <= 0x7fffffff)) {
    throw new RangeError(`${caller}: count must be an integer in [0, 2^31), got ${count}`);
  }
}
