import { boltzmann } from './boltzmann.ts';
import {
  checkMaxRatio,
  checkOut,
  checkTemperature,
  type Extent,
  extentOf,
  type Favour,
  signOf,
} from './checks.ts';
import { scaleOf } from './scale.ts';
import { checkSize, solveSize } from './temperature-for-effective-sample-size.ts';
import { scaledTemperature } from './temperature-for-max-ratio.ts';
import { type WinsorizeOptions, winsorize } from './winsorize.ts';

/** Which end to favour, and exactly one of `maxRatio`, `effectiveSampleSize` and `temperature`. */
export interface TemperOptions {
  /** Which end is sampled more; a higher score is a harder sample. */
  favour: Favour;
  /** max p / min p, in [1, Infinity). */
  maxRatio?: number | undefined;
  /** 1 / sum p^2, from the number tied at the favoured end to n. */
  effectiveSampleSize?: number | undefined;
  /** In the unit of the scores, > 0; `Infinity` is uniform. */
  temperature?: number | undefined;
  /** Clip the scores to two of their quantiles first; `true` for those of `winsorize`. */
  winsorize?: WinsorizeOptions | boolean | undefined;
  /** Where to write the probabilities, `[n]`; a new array unless given. */
  out?: Float64Array | undefined;
}

/** Probabilities, and how spread they came out. */
export interface Tempered {
  /** `[n]`, sum 1. */
  probabilities: Float64Array;
  /** The temperature used, in the unit of the scores. */
  temperature: number;
  /** max p / min p of these probabilities. */
  maxRatio: number;
  /** 1 / sum p^2 of these probabilities. */
  effectiveSampleSize: number;
}

/**
 * Turns scores into sampling probabilities of a set spread: solves the temperature, then takes the softmax.
 *
 * p_i = e^(+-s_i / temperature) / sum, + where hard samples are favoured. The temperature is given, or solved from
 * `maxRatio` (exactly) or from `effectiveSampleSize`. Equal scores give uniform probabilities whatever was asked for, so
 * that a first epoch before any score is known needs no special case.
 *
 * @param scores Difficulty in nats, `[n]`, finite, n >= 1; not changed.
 * @returns The probabilities and the temperature, with the ratio and the effective sample size achieved. A solved
 *   temperature is 1 where all scores are equal, and `Infinity` where uniform sampling was asked for.
 * @throws TypeError if `favour` is missing, or not exactly one target is given.
 * @throws RangeError if the target is out of range, if there are no scores or one is not finite (`temper: scores[17] is NaN`).
 * @see McWilliam 2018, section 4.1.4, eq. 4.8
 *
 * @example
 * ```ts
 * import { temper } from '@gradus/temperature';
 * const { probabilities, temperature } = temper([0, Math.log(8)], { favour: 'hard', maxRatio: 3 });
 * probabilities; // => new Float64Array([0.25, 0.75])
 * temper([5, 5], { favour: 'easy', maxRatio: 30 }).probabilities; // => new Float64Array([0.5, 0.5])
 * ```
 */
export function temper(scores: ArrayLike<number>, options: TemperOptions): Tempered {
  const sign = signOf('temper', options?.favour);
  checkTarget(options);
  let extent = extentOf('temper', scores);
  let values = scores;
  if (options.winsorize !== undefined && options.winsorize !== false) {
    values = winsorize(scores, options.winsorize === true ? {} : options.winsorize);
    extent = extentOf('temper', values);
  }
  checkOut('temper', options.out, values.length);
  const scale = scaleOf(extent);
  const temperature = solve(values, extent, sign, scale, options);
  const probabilities = options.out ?? new Float64Array(values.length);
  const spread = { sign, scale, temperature };
  const { sum, squares, least } = boltzmann(values, extent, spread, probabilities);
  return {
    probabilities,
    temperature:
      temperature === Infinity
        ? Infinity
        : Math.min(Math.max(temperature / scale, Number.MIN_VALUE), Number.MAX_VALUE),
    maxRatio: 1 / sum / (least / sum), // of the probabilities, where the least may be 0
    effectiveSampleSize: (sum / squares) * sum,
  };
}

/** The temperature for scores multiplied by `scale`. */
function solve(
  scores: ArrayLike<number>,
  extent: Extent,
  sign: 1 | -1,
  scale: number,
  { temperature, maxRatio, effectiveSampleSize }: TemperOptions,
): number {
  if (temperature !== undefined) {
    checkTemperature('temper', temperature);
    return temperature * scale;
  }
  const equal = extent.min === extent.max;
  if (maxRatio !== undefined) {
    checkMaxRatio('temper', maxRatio);
    return equal ? scale : scaledTemperature(extent.min * scale, extent.max * scale, maxRatio);
  }
  const size = effectiveSampleSize as number;
  const name = 'effectiveSampleSize';
  checkSize('temper', name, size, scores.length);
  return equal ? scale : solveSize('temper', name, scores, extent, { sign, scale, size });
}

function checkTarget(options: TemperOptions): void {
  const targets = ['maxRatio', 'effectiveSampleSize', 'temperature'] as const;
  const given = targets.filter((target) => options[target] !== undefined);
  if (given.length === 1) return;
  throw new TypeError(
    `temper: give exactly one of ${targets.join(', ')}, got ${given.join(' and ') || 'none'}`,
  );
}
