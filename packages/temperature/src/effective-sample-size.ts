import { extentOfWeights } from './checks.ts';

/**
 * How many equally likely samples would be as diverse: (sum p)^2 / sum p^2, which is 1 / sum p^2 where p sums to 1.
 *
 * @param p Probabilities or weights, `[n]`, finite, >= 0, not all zero; they need not sum to 1.
 * @returns In `[1, n]`: 1 where one sample has it all, n where all are equally likely.
 * @throws RangeError if p is empty or all zero, or an element is negative or not finite.
 * @see Kish 1965, Survey Sampling
 *
 * @example
 * ```ts
 * import { effectiveSampleSize } from '@gradus/temperature';
 * effectiveSampleSize([0.25, 0.25, 0.25, 0.25]); // => 4
 * effectiveSampleSize([0.5, 0.5, 0, 0]); // => 2
 * ```
 */
export function effectiveSampleSize(p: ArrayLike<number>): number {
  const { max } = extentOfWeights('effectiveSampleSize', p);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < p.length; i++) {
    const share = (p[i] as number) / max; // so that no square underflows or overflows
    sum += share;
    squares += share * share;
  }
  return Math.min(p.length, Math.max(1, (sum / squares) * sum));
}
