/** Throws unless the weights' sum is above 0 and finite. */
export function checkSum(caller: string, sum: number): void {
  if (!(sum > 0)) throw new RangeError(`${caller}: weights must not be all zero`);
  if (sum === Infinity) throw new RangeError(`${caller}: the weights' sum is not finite`);
}
