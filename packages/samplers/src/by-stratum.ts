import { checkArray } from './check-array.ts';
import { inOrder } from './in-order.ts';
import { wrong } from './wrong.ts';

/** No stratum has a larger number: there is a counter for each. */
const MOST = 2 ** 24;

/** The indices of n in the order of their strata, and of their numbers inside one. */
export function byStratum(caller: string, strata: ArrayLike<number>, n: number): Int32Array {
  checkArray(caller, 'strata', strata, n, 'integers');
  let last = 0;
  for (let i = 0; i < n; i++) {
    const stratum = strata[i] as number;
    if (!(Number.isInteger(stratum) && stratum >= 0 && stratum < MOST)) {
      throw wrong(caller, `strata[${i}] must be an integer in [0, 2^24)`, stratum);
    }
    last = Math.max(last, stratum);
  }
  return inOrder(strata, last + 1).order;
}
