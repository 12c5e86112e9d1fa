import { extentOf } from './checks.ts';

export interface WinsorizeOptions {
  /** The quantile that lower scores are raised to, in [0, upper]; 0.01 unless said. */
  lower?: number | undefined;
  /** The quantile that higher scores are lowered to, in [lower, 1]; 0.99 unless said. */
  upper?: number | undefined;
}

/**
 * Clips scores to two of their own quantiles, so that a few outliers do not set the temperature.
 *
 * The quantile q of n sorted scores x lies at h = (n - 1) q: x[floor h] + (h - floor h) (x[floor h + 1] - x[floor h]).
 * That is definition 7 of Hyndman and Fan, the one numpy and R take by default.
 *
 * @param scores `[n]`, finite, n >= 1; not changed.
 * @returns A new array, `[n]`, in the order of the scores. With few scores the quantiles lie close to the ends: of 10
 *   scores, 0.99 lies 9 % of the way from the largest to the next.
 * @throws RangeError unless 0 <= lower <= upper <= 1, or if there are no scores or one is not finite.
 * @see Hyndman & Fan 1996, Sample Quantiles in Statistical Packages
 *
 * @example
 * ```ts
 * import { winsorize } from '@gradus/temperature';
 * winsorize([3, 1, 100, 2, -50], { lower: 0.25, upper: 0.75 }); // => new Float64Array([3, 1, 3, 2, 1])
 * ```
 */
export function winsorize(
  scores: ArrayLike<number>,
  { lower = 0.01, upper = 0.99 }: WinsorizeOptions = {},
): Float64Array {
  checkQuantile('lower', lower);
  checkQuantile('upper', upper);
  if (lower > upper) {
    throw new RangeError(`winsorize: lower must be <= upper, got ${lower} and ${upper}`);
  }
  extentOf('winsorize', scores);
  const sorted = Float64Array.from(scores).sort();
  const floor = quantile(sorted, lower);
  const ceiling = Math.max(floor, quantile(sorted, upper));
  const clipped = new Float64Array(scores.length);
  for (let i = 0; i < clipped.length; i++) {
    clipped[i] = Math.min(ceiling, Math.max(floor, scores[i] as number));
  }
  return clipped;
}

function quantile(sorted: Float64Array, q: number): number {
  const h = (sorted.length - 1) * q;
  const index = Math.floor(h);
  const below = sorted[index] as number;
  const above = sorted[Math.min(index + 1, sorted.length - 1)] as number;
  if (below === above) return below;
  const between = below * (1 - (h - index)) + above * (h - index); // as a sum of products: above - below may overflow
  return Math.min(above, Math.max(below, between));
}

function checkQuantile(name: string, q: number): void {
  if (typeof q !== 'number') {
    throw new TypeError(`winsorize: ${name} must be a number, got ${String(q)}`);
  }
  if (!(q >= 0 && q <= 1)) throw new RangeError(`winsorize: ${name} must be in [0, 1], got ${q}`);
}
