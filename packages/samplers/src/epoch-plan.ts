import { randomOf } from './random.ts';
import { shuffle } from './shuffle.ts';
import { type SystematicOptions, systematic } from './systematic-sample.ts';

/**
 * Plans an epoch: the draws of `systematicSample`, in random order.
 *
 * Index i comes up floor or ceil of count p_i times, p_i = w_i / sum w. Equal weights and `count` = n make a plain epoch
 * shuffle, every index once.
 *
 * @param weights `[n]`, n >= 1, finite, >= 0, not all 0; not changed. A weight of 0 is never drawn.
 * @param count How many, an integer >= 0; it may exceed n.
 * @param options `random`: where to draw from, `Math.random` unless given; `strata`: see `systematicSample`.
 * @returns A new array of exactly `count` indices.
 * @throws TypeError and RangeError as `systematicSample` does.
 * @see Madow 1949; Durstenfeld 1964, Algorithm 235: Random permutation
 *
 * @example
 * ```ts
 * import { createRng, epochPlan } from '@gradus/samplers';
 * const plan = epochPlan([1, 1, 2, 0], 8, { random: createRng(7) });
 * plan.sort(); // => new Int32Array([0, 0, 1, 1, 2, 2, 2, 2])
 * ```
 */
export function epochPlan(
  weights: ArrayLike<number>,
  count: number,
  { random: given, strata }: SystematicOptions = {},
): Int32Array {
  const random = randomOf('epochPlan', given);
  return shuffle(systematic('epochPlan', weights, count, random, strata), random);
}
