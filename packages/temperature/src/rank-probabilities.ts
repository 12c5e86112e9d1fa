import { checkMaxRatio, extentOf, type Favour, signOf } from './checks.ts';
import { exponential } from './exponential.ts';
import { logarithm } from './logarithm.ts';

export interface RankProbabilitiesOptions {
  /** Which end is sampled more; a higher score is a harder sample. */
  favour: Favour;
  /** max p / min p where neither end is tied, in [1, Infinity). */
  maxRatio: number;
}

/**
 * Turns the ranks of scores into sampling probabilities, so that no outlier counts for more than its place.
 *
 * p_i is proportional to maxRatio^(+-r_i / (n - 1)) with r_i the rank, 0 for the lowest score, and + where hard samples
 * are favoured; tied scores share the mean of their ranks. max p / min p is `maxRatio` where both end scores are unique,
 * less where one is tied, 1 where all are equal.
 *
 * @param scores Difficulty, `[n]`, finite, n >= 1; not changed. Only their order matters.
 * @returns A new array, `[n]`, sum 1.
 * @throws TypeError if `favour` is missing.
 * @throws RangeError if `maxRatio` is below 1 or not finite, if there are no scores or one is not finite.
 * @see Loshchilov & Hutter 2015, Online Batch Selection for Faster Training of Neural Networks, eq. 2 (there the exponent
 *   is the rank over n, so that their ends differ by s^((n - 1) / n); here by `maxRatio`)
 *
 * @example
 * ```ts
 * import { rankProbabilities } from '@gradus/temperature';
 * const p = rankProbabilities([0.3, 7000, 0.1], { favour: 'hard', maxRatio: 4 });
 * [...p].map((share) => Math.round(share * 7)); // => [2, 4, 1]
 * ```
 */
export function rankProbabilities(
  scores: ArrayLike<number>,
  { favour, maxRatio }: RankProbabilitiesOptions,
): Float64Array {
  const sign = signOf('rankProbabilities', favour);
  checkMaxRatio('rankProbabilities', maxRatio);
  extentOf('rankProbabilities', scores);
  const n = scores.length;
  const sorted = new Float64Array(n);
  for (let i = 0; i < n; i++) sorted[i] = (scores[i] as number) + 0; // -0 becomes 0, which it ties with
  sorted.sort();

  // For each run of equal scores, the power of its mean rank, kept at the run's first place.
  const powers = new Float64Array(n);
  const rate = n === 1 ? 0 : logarithm(maxRatio) / (n - 1);
  let sum = 0;
  for (let from = 0, to = 0; from < n; from = to) {
    while (to < n && sorted[to] === sorted[from]) to++;
    const rank = (from + to - 1) / 2;
    const below = sign === 1 ? n - 1 - rank : rank; // ranks away from the favoured end
    powers[from] = exponential(-below * rate);
    sum += (powers[from] as number) * (to - from);
  }

  const p = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    p[i] = (powers[firstNotBelow(sorted, scores[i] as number)] as number) / sum;
  }
  return p;
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
