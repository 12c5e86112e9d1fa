/** No stratum has a larger number: there is a counter for each. */
const MOST = 2 ** 24;

/** The indices of n in the order of their strata, and of their numbers inside one. */
export function byStratum(caller: string, strata: ArrayLike<number>, n: number): Int32Array {
  if (typeof strata !== 'object' || !Number.isInteger(strata?.length)) {
    throw new TypeError(`${caller}: strata must be an array of integers, got ${String(strata)}`);
  }
  if (strata.length !== n) {
    throw new RangeError(`${caller}: there must be ${n} strata, got ${strata.length}`);
  }
  let last = 0;
  for (let i = 0; i < n; i++) {
    const stratum = strata[i] as number;
    if (!(Number.isInteger(stratum) && stratum >= 0 && stratum < MOST)) {
      throw new RangeError(
        `${caller}: strata[${i}] must be an integer in [0, 2^24), got ${String(stratum)}`,
      );
    }
    last = Math.max(last, stratum);
  }
  const next = new Int32Array(last + 2); // where the next one of each stratum goes
  for (let i = 0; i < n; i++) {
    const after = (strata[i] as number) + 1;
    next[after] = (next[after] as number) + 1;
  }
  for (let stratum = 1; stratum <= last; stratum++) {
    next[stratum] = (next[stratum] as number) + (next[stratum - 1] as number);
  }
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const stratum = strata[i] as number;
    const place = next[stratum] as number;
    order[place] = i;
    next[stratum] = place + 1;
  }
  return order;
}
