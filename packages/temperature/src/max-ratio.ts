import { extentOfWeights } from './checks.ts';

/**
 * How much likelier the most likely sample is than the least: max p / min p.
 *
 * @param p Probabilities or weights, `[n]`, finite, >= 0, not all zero; they need not sum to 1.
 * @returns In `[1, Infinity]`; `Infinity` where some p is 0.
 * @throws RangeError if p is empty or all zero, or an element is negative or not finite.
 * @see McWilliam 2018, eq. 4.8
 *
 * @example
 * ```ts
 * import { maxRatio } from '@gradus/temperature';
 * maxRatio([0.125, 0.5, 0.375]); // => 4
 * ```
 */
export function maxRatio(p: ArrayLike<number>): number {
  const { min, max } = extentOfWeights('maxRatio', p);
  return min === 0 ? Infinity : max / min; // max / -0 would be -Infinity
}
