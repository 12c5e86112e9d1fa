import { checkMaxRatio, extentOf } from './checks.ts';
import { logarithm } from './logarithm.ts';
import { scaleOf } from './scale.ts';

/**
 * Solves the softmax temperature at which the most likely sample is `maxRatio` times as likely as the least.
 *
 * max p / min p = exp((max s - min s) / temperature), so temperature = (max s - min s) / ln(maxRatio): no search. It is
 * the same whether easy or hard samples are favoured.
 *
 * @param scores Difficulty in nats, `[n]`, finite, n >= 1.
 * @param maxRatio In `[1, Infinity)`; 1 asks for uniform sampling and gives `Infinity`.
 * @returns The temperature, > 0, in the unit of the scores; 1 where all scores are equal, whatever the ratio.
 * @throws RangeError if `maxRatio` is below 1 or not finite, if there are no scores or one is not finite.
 * @see McWilliam 2018, section 4.1.4, eq. 4.8
 *
 * @example
 * ```ts
 * import { temperatureForMaxRatio } from '@gradus/temperature';
 * temperatureForMaxRatio([0, Math.log(8)], 2); // => 3
 * ```
 */
export function temperatureForMaxRatio(scores: ArrayLike<number>, maxRatio: number): number {
  const caller = 'temperatureForMaxRatio';
  checkMaxRatio(caller, maxRatio);
  const extent = extentOf(caller, scores);
  if (extent.min === extent.max) return 1;
  const scale = scaleOf(extent);
  const temperature = scaledTemperature(extent.min * scale, extent.max * scale, maxRatio) / scale;
  if (maxRatio === 1) return Infinity;
  return Math.min(Math.max(temperature, Number.MIN_VALUE), Number.MAX_VALUE);
}

/** The formula itself, for an extent that is known to be proper. */
export function scaledTemperature(min: number, max: number, maxRatio: number): number {
  return (max - min) / logarithm(maxRatio);
}
