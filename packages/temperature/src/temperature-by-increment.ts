import { checkMaxRatio, checkTemperature, extentOf } from './checks.ts';
import { temperatureForMaxRatio } from './temperature-for-max-ratio.ts';

export interface TemperatureByIncrementOptions {
  /** The first temperature tried, > 0; 1 unless said. */
  start?: number | undefined;
  /** What is added until the ratio is reached, > 0. */
  step: number;
}

/**
 * The temperature that the thesis's loop ends with: begin at `start`, add `step` until max p / min p <= `maxRatio`.
 *
 * Kept to compare with; use `temperatureForMaxRatio`. The loop only ever raises the temperature, so it cannot raise a
 * ratio: scores whose spread is below `start` ln(maxRatio) keep their small ratio. (Entropy of C classes lies in
 * [0, ln C], so from 1 no ratio above C can be had.) And it stops up to one step late, at a ratio below the one asked for.
 * The count of steps is worked out, not walked, so a small `step` costs nothing.
 *
 * @param scores Difficulty in nats, `[n]`, finite, n >= 1.
 * @param maxRatio In `[1, Infinity)`; at 1 the loop has no end unless all scores are equal, and `Infinity` is returned.
 * @returns `start + k step` for the least integer k >= 0 that reaches the ratio.
 * @throws RangeError if `maxRatio` is below 1, `start` or `step` is not above 0, or a score is not finite.
 * @see McWilliam 2018, section 4.1.4
 *
 * @example
 * ```ts
 * import { temperatureByIncrement } from '@gradus/temperature';
 * temperatureByIncrement([0, 4 * Math.log(2)], 2, { step: 0.75 }); // => 4
 * temperatureByIncrement([0, 4 * Math.log(2)], 100, { step: 0.75 }); // => 1
 * ```
 */
export function temperatureByIncrement(
  scores: ArrayLike<number>,
  maxRatio: number,
  { start = 1, step }: TemperatureByIncrementOptions,
): number {
  const caller = 'temperatureByIncrement';
  checkMaxRatio(caller, maxRatio);
  checkTemperature(caller, start, 'start');
  if (typeof step !== 'number')
    throw new TypeError(`${caller}: step must be a number, got ${step}`);
  if (!(step > 0 && step < Infinity)) {
    throw new RangeError(`${caller}: step must be > 0 and finite, got ${step}`);
  }
  const { min, max } = extentOf(caller, scores);
  if (min === max) return start;
  const exact = temperatureForMaxRatio(scores, maxRatio);
  if (start >= exact) return start;
  if (exact === Infinity) return Infinity;
  const steps = Math.ceil((exact - start) / step);
  // The quotient is rounded: one step more or less may be the least that reaches `exact`.
  if (start + (steps - 1) * step >= exact) return start + (steps - 1) * step;
  return start + steps * step >= exact ? start + steps * step : start + (steps + 1) * step;
}
