import { type Extent, extentOf, type Favour, signOf } from './checks.ts';
import { exponential } from './exponential.ts';
import { logarithm } from './logarithm.ts';
import { scaleOf } from './scale.ts';

export interface TemperatureForEffectiveSampleSizeOptions {
  /** As it will be given to `softmax`; without it, the plain e^(score / temperature), which is 'hard'. */
  favour?: Favour | undefined;
}

/**
 * Solves the softmax temperature at which the effective sample size 1 / sum p^2 is `size`.
 *
 * A ratio is set by the two end scores alone, so one outlier can make all the rest nearly uniform; the effective sample
 * size is a property of all of them. It rises with the temperature, from k, the number of samples tied at the favoured
 * end, towards n (with b = 1 / temperature, d ln ESS / db = 2 (E_b[s] - E_2b[s]) <= 0), so the solution is unique:
 * Newton's method inside a bracket, some ten passes over the scores.
 *
 * Scores that differ by less than 1e-308 of the whole spread count as tied: no temperature is small enough for them.
 *
 * The two ends of the scores give different temperatures: say which is favoured unless it is the hard one.
 *
 * @param scores Difficulty in nats, `[n]`, finite, n >= 1.
 * @param size In `[k, n]`. n gives `Infinity`, and k, which is reached only in the limit, a temperature at which the
 *   others have no weight to speak of.
 * @returns The temperature, > 0, good to about 1e-13 in the size; 1 where all scores are equal (and `size` is n).
 * @throws RangeError if `size` is outside `[k, n]`, if there are no scores or one is not finite.
 * @see Kish 1965, Survey Sampling, for the effective sample size
 *
 * @example
 * ```ts
 * import { softmax, effectiveSampleSize, temperatureForEffectiveSampleSize } from '@gradus/temperature';
 * const scores = [0.1, 0.5, 0.2, 0.9];
 * const temperature = temperatureForEffectiveSampleSize(scores, 2.5, { favour: 'easy' });
 * const size = effectiveSampleSize(softmax(scores, { temperature, favour: 'easy' }));
 * Math.round(size * 1e9) / 1e9; // => 2.5
 * ```
 */
export function temperatureForEffectiveSampleSize(
  scores: ArrayLike<number>,
  size: number,
  { favour = 'hard' }: TemperatureForEffectiveSampleSizeOptions = {},
): number {
  const caller = 'temperatureForEffectiveSampleSize';
  const sign = signOf(caller, favour);
  const extent = extentOf(caller, scores);
  checkSize(caller, 'size', size, scores.length);
  if (extent.min === extent.max) {
    if (size === scores.length) return 1;
    throw new RangeError(
      `${caller}: size must be ${scores.length} where all scores are equal, got ${size}`,
    );
  }
  const scale = scaleOf(extent);
  const temperature = solveSize(caller, 'size', scores, extent, { sign, scale, size }) / scale;
  return size === scores.length ? Infinity : Math.max(temperature, Number.MIN_VALUE);
}

export function checkSize(caller: string, name: string, size: number, n: number): void {
  if (typeof size !== 'number') {
    throw new TypeError(`${caller}: ${name} must be a number, got ${String(size)}`);
  }
  if (!(size >= 1 && size <= n)) {
    throw new RangeError(`${caller}: ${name} must be in [1, ${n}], got ${size}`);
  }
}

/** The temperature for scores multiplied by `scale`; the scores are not all equal. */
export function solveSize(
  caller: string,
  name: string,
  scores: ArrayLike<number>,
  { min, max }: Extent,
  { sign, scale, size }: { sign: 1 | -1; scale: number; size: number },
): number {
  const n = scores.length;
  if (size === n) return Infinity;
  const factor = sign * scale;
  const top = (sign === 1 ? max : min) * factor;
  const spread = max * scale - min * scale;
  const depths = new Float64Array(n); // 0 at the favoured end, -1 at the other
  let tied = 0;
  for (let i = 0; i < n; i++) {
    const depth = ((scores[i] as number) * factor - top) / spread;
    depths[i] = depth;
    if (depth === 0) tied++;
  }
  if (size < tied) {
    throw new RangeError(
      `${caller}: ${name} must be >= ${tied}, as many are tied at the favoured end, got ${size}`,
    );
  }

  // b = spread / temperature; the size falls as b rises.
  let low = 0;
  let high = Infinity;
  let b = 1;
  for (let iteration = 0; iteration < 2000; iteration++) {
    const { excess, slope } = sizeAt(depths, b, size);
    if (excess > 0) low = b;
    else high = b;
    if (Math.abs(excess) <= 1e-13) break;
    const newton = b - excess / slope;
    if (newton > low && newton < high && newton < 8 * b && newton > b / 8) b = newton;
    else if (high === Infinity) b = low * 8;
    else if (low === 0) b = high / 8;
    else b = Math.sqrt(low) * Math.sqrt(high);
    if (b <= low || b >= high) break; // no number between
  }
  return spread / b;
}

/** ln(ESS / size) at the inverse temperature b, and its derivative by b. */
function sizeAt(depths: Float64Array, b: number, size: number): { excess: number; slope: number } {
  let sum = 0;
  let squares = 0;
  let moment = 0;
  let squaredMoment = 0;
  for (let i = 0; i < depths.length; i++) {
    const depth = depths[i] as number;
    const power = exponential(depth * b);
    sum += power;
    squares += power * power;
    moment += power * depth;
    squaredMoment += power * power * depth;
  }
  return {
    excess: logarithm(((sum / squares) * sum) / size),
    slope: 2 * (moment / sum - squaredMoment / squares),
  };
}
