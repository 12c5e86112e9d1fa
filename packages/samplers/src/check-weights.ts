import { checkArray } from './check-array.ts';
import { checkSum } from './check-sum.ts';
import { checkWeight } from './check-weight.ts';
import { copyTo } from './copy-to.ts';

/** Weights that were seen to be proper, and their sum. */
export interface Weights {
  weights: ArrayLike<number>;
  /** Of all of them, > 0 and finite. */
  sum: number;
  /** Where asked for: entry b is the sum of all before block b, a block having 32; the last that of all. */
  sums?: Float64Array | undefined;
}

/** How many weights have a running sum. */
export const BLOCK = 32;
/** How many are summed at a time, a multiple of that: copied to where the compiler knows the array and its length. */
const CHUNK = 1024;
const here = /* @__PURE__ */ new Float64Array(CHUNK);
const TINY = 1e-200;
const TWO_TO_600 = 4.149515568880993e180;

/**
 * Throws unless `weights` is an array of finite numbers, none negative and not all zero; of `size` of them, where given.
 *
 * Weights so small that a share of their sum would not fit a float64 come back multiplied, which changes no probability.
 */
export function checkWeights(
  caller: string,
  weights: ArrayLike<number>,
  size: number = weights?.length,
  isSummed = false,
): Weights {
  if (typeof (weights as { data?: unknown } | null)?.data === 'function') {
    throw new TypeError(`${caller}: weights must be on the host: pass \`await weights.data()\``);
  }
  checkArray(caller, 'weights', weights, weights?.length === 0 ? 0 : size);
  if (weights.length === 0) throw new RangeError(`${caller}: weights must not be empty`);
  const sums = isSummed ? new Float64Array(Math.ceil(size / BLOCK) + 1) : undefined;
  let sum = 0;
  for (let start = 0; start < size; start += CHUNK) {
    const end = Math.min(size, start + CHUNK);
    copyTo(here, weights, start, end);
    sum = sumOn(sum, end - start, start / BLOCK, sums);
  }
  if (!(sum > 0 && sum < Infinity)) {
    for (let i = 0; i < size; i++) checkWeight(caller, i, weights[i] as number);
    checkSum(caller, sum);
  }
  if (sum > TINY) return { weights, sum, sums };
  return checkWeights(
    caller,
    Float64Array.from(weights, (w) => w * TWO_TO_600),
    size,
    isSummed,
  );
}

/**
 * `sum` and the weights that are here, NaN if there is one that is no number >= 0; `block` is the first one's.
 *
 * Four running sums in each block, because one would wait for itself: this is most of the cost of drawing few from many.
 * A function of its own, called for a thousand at a time, as an engine makes better code of what it sees called often.
 */
function sumOn(sum: number, size: number, block: number, sums: Float64Array | undefined): number {
  let total = sum;
  let after = block;
  for (let i = 0; i < size; ) {
    const stop = Math.min(size, i + BLOCK);
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (; i + 3 < stop; i += 4) {
      const w0 = here[i] as number;
      const w1 = here[i + 1] as number;
      const w2 = here[i + 2] as number;
      const w3 = here[i + 3] as number;
      if (!(w0 >= 0 && w1 >= 0 && w2 >= 0 && w3 >= 0)) return Number.NaN;
      s0 += w0;
      s1 += w1;
      s2 += w2;
      s3 += w3;
    }
    for (; i < stop; i++) {
      const w = here[i] as number;
      if (!(w >= 0)) return Number.NaN;
      s0 += w;
    }
    total += s0 + s1 + (s2 + s3);
    after++;
    if (sums !== undefined) sums[after] = total;
  }
  return total;
}
