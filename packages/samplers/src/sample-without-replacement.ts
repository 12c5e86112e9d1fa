import type { RandomOptions } from './alias-sampler.ts';
import { checkCount } from './check-count.ts';
import { fillDistinct } from './fill-distinct.ts';
import { randomOf } from './random.ts';
import { drawer } from './sample-with-replacement.ts';
import { wrong } from './wrong.ts';

const CALLER = 'sampleWithoutReplacement';

/**
 * Draws `count` different indices one after the other, each in proportion to its weight among those still there.
 *
 * P(i_1, ..., i_k) = prod_j w_{i_j} / (sum w - w_{i_1} - ... - w_{i_{j-1}}): successive sampling, the law of the `count`
 * largest of log w_i + Gumbel noise, in the order drawn. The first of them are thus a draw of fewer. How likely an index
 * is to be among them is not in proportion to its weight (heavy ones come closer to always); where it shall be, use
 * `systematicSample` or `quotaSampler`.
 *
 * @param weights `[n]`, n >= 1, finite, >= 0, not all 0; not changed. A weight of 0 is never drawn.
 * @param count How many, an integer from 0 to the number of weights above 0.
 * @param options `random`: where to draw from; `Math.random` unless given.
 * @returns A new array of exactly `count` different indices, in the order drawn.
 * @throws TypeError if the weights are no array of numbers or `random` is no function.
 * @throws RangeError if a weight is NaN, negative or infinite (with its index), all are 0, their sum overflows, `count`
 *   is no integer >= 0, or there are fewer weights above 0.
 * @see Efraimidis & Spirakis 2006, Weighted random sampling with a reservoir
 * @see Wong & Easton 1980, An efficient method for weighted sampling without replacement
 *
 * @example
 * ```ts
 * import { createRng, sampleWithoutReplacement } from '@gradus/samplers';
 * const drawn = sampleWithoutReplacement([1, 0, 2, 5], 3, { random: createRng(7) });
 * drawn.sort(); // => new Int32Array([0, 2, 3])
 * ```
 */
export function sampleWithoutReplacement(
  weights: ArrayLike<number>,
  count: number,
  { random: given }: RandomOptions = {},
): Int32Array {
  const random = randomOf(CALLER, given);
  checkCount(CALLER, count);
  const law = drawer(CALLER, weights, count, random);
  checkEnough(weights, count);
  return fillDistinct(law, random, new Int32Array(count), new Int32Array((law.size + 31) >>> 5));
}

/** Throws unless `count` of the weights are above 0; looks no further than that. */
function checkEnough(weights: ArrayLike<number>, count: number): void {
  let positive = 0;
  for (let i = 0; positive < count; i++) {
    if (i === weights.length) {
      throw wrong(CALLER, `count must be <= ${positive}, the weights > 0`, count);
    }
    if ((weights[i] as number) > 0) positive++;
  }
}
