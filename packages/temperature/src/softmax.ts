import { boltzmann } from './boltzmann.ts';
import { checkOut, checkTemperature, extentOf, type Favour, signOf } from './checks.ts';
import { scaleOf } from './scale.ts';

export interface SoftmaxOptions {
  /** In the unit of the scores, > 0; `Infinity` is uniform. */
  temperature: number;
  /** Which end is sampled more; a higher score is a harder sample. */
  favour: Favour;
  /** Where to write the result, `[n]`; a new array unless given. */
  out?: Float64Array | undefined;
}

/**
 * Turns scores into sampling probabilities: p_i = e^(s_i / temperature) / sum_j e^(s_j / temperature) where hard samples
 * are favoured, with -s for s where easy ones are.
 *
 * The exponential is made of + - * / alone (as good as `Math.exp`, about 1e-16), so that the same scores give the same
 * bits on every engine. A sample more than 745 temperatures away from the favoured end gets exactly 0.
 *
 * @param scores Difficulty, `[n]`, finite, n >= 1; not changed (unless it is `out` itself).
 * @returns `out`, or a new array: probabilities, `[n]`, that sum to 1.
 * @throws TypeError if `favour` is neither 'easy' nor 'hard', or `out` is no Float64Array.
 * @throws RangeError if the temperature is not above 0, `out` has another length, there are no scores or one is not finite.
 * @see McWilliam 2018, section 4.1.4
 *
 * @example
 * ```ts
 * import { softmax } from '@gradus/temperature';
 * softmax([0, 0], { temperature: 1, favour: 'hard' }); // => new Float64Array([0.5, 0.5])
 * softmax([1, 2, 3, 9], { temperature: Infinity, favour: 'easy' }); // => new Float64Array([0.25, 0.25, 0.25, 0.25])
 * ```
 */
export function softmax(
  scores: ArrayLike<number>,
  { temperature, favour, out }: SoftmaxOptions,
): Float64Array {
  const sign = signOf('softmax', favour);
  checkTemperature('softmax', temperature);
  const extent = extentOf('softmax', scores);
  checkOut('softmax', out, scores.length);
  const scale = scaleOf(extent);
  const probabilities = out ?? new Float64Array(scores.length);
  boltzmann(scores, extent, { sign, scale, temperature: temperature * scale }, probabilities);
  return probabilities;
}
