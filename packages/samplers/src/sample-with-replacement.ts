import { type RandomOptions, samplerOf } from './alias-sampler.ts';
import { checkCount } from './check-count.ts';
import { checkWeights } from './check-weights.ts';
import type { Law } from './fill-distinct.ts';
import { fillFromBlocks } from './fill-from-blocks.ts';
import { type Random, randomOf } from './random.ts';

const CALLER = 'sampleWithReplacement';

/** From one draw for so many weights on, building an alias table pays. */
const TABLE_PAYS_FROM = 16;

/**
 * Draws `count` indices with replacement, independent of one another: P(i) = w_i / sum w in each.
 *
 * For few draws it goes through running sums of the weights, for many it builds an `aliasSampler`; to draw from the same
 * weights again, build one yourself. The running sums are right to about 1e-16 of the sum of all in each weight.
 *
 * @param weights `[n]`, n >= 1, finite, >= 0, not all 0; not changed. A weight of 0 is never drawn.
 * @param count How many, an integer >= 0; it may exceed n.
 * @param options `random`: where to draw from; `Math.random` unless given.
 * @returns A new array of exactly `count` indices, in the order drawn.
 * @throws TypeError if the weights are no array of numbers or `random` is no function.
 * @throws RangeError if a weight is NaN, negative or infinite (with its index), all are 0, their sum overflows, or
 *   `count` is no integer >= 0.
 * @see Walker 1977; Vose 1991: see `aliasSampler`
 *
 * @example
 * ```ts
 * import { sampleWithReplacement } from '@gradus/samplers';
 * sampleWithReplacement([0, 3, 0], 4); // => new Int32Array([1, 1, 1, 1])
 * ```
 */
export function sampleWithReplacement(
  weights: ArrayLike<number>,
  count: number,
  { random: given }: RandomOptions = {},
): Int32Array {
  const random = randomOf(CALLER, given);
  checkCount(CALLER, count);
  const out = new Int32Array(count);
  drawer(CALLER, weights, count, random).fillFrom(out, 0);
  return out;
}

/** What draws `count` from weights that are used once: by the running sums of their blocks, or by a table where that pays. */
export function drawer(
  caller: string,
  given: ArrayLike<number>,
  count: number,
  random: Random,
): Law {
  const checked = checkWeights(caller, given, undefined, !paysTable(count, given));
  const { weights, sums } = checked;
  const size = weights.length;
  if (sums === undefined) {
    const { fill } = samplerOf(caller, checked, random);
    const fillFrom = (out: Int32Array, from: number) => fill(out.subarray(from));
    return { size, fillFrom, weights: () => weights, patience: 2 * size };
  }
  const fillFrom = (out: Int32Array, from: number) =>
    fillFromBlocks(weights, sums, random, out, from);
  return { size, fillFrom, weights: () => weights, patience: size / 16 };
}

const paysTable = (count: number, weights: ArrayLike<number>) =>
  count * TABLE_PAYS_FROM >= weights?.length;
