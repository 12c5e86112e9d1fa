import { checkInteger, checkWithin } from './check.ts';
import { exp, log } from './elementary.ts';

/** How much of the ranked samples is available, by the part of the updates that is done. */
export type Pace = (progress: number) => number;

export interface PaceOptions {
  /** The fraction available at the start, in (0, 1]; default 0.2. */
  start?: number | undefined;
  /** The progress from which all are available, > 0; above 1 they never all are; default 0.8. */
  fullAt?: number | undefined;
}

/** A pace from a shape, `rise(part, start)`, that goes from `start` at 0 to 1 at 1. */
function pace(
  name: string,
  { start = 0.2, fullAt = 0.8 }: PaceOptions,
  rise: (part: number, start: number) => number,
): Pace {
  if (!(start > 0 && start <= 1)) {
    throw new RangeError(`${name}: start must be in (0, 1], got ${start}`);
  }
  if (!(fullAt > 0 && fullAt < Infinity)) {
    throw new RangeError(`${name}: fullAt must be finite and > 0, got ${fullAt}`);
  }
  return (progress) => (progress >= fullAt ? 1 : Math.min(1, rise(progress / fullAt, start)));
}

/**
 * start + (1 - start) t / fullAt, for progress t up to `fullAt`; then 1.
 *
 * @throws RangeError if `start` is not in (0, 1] or `fullAt` not finite and > 0.
 * @see Wu, Dyer and Neyshabur 2021, When do curricula work?, pacing functions
 *
 * @example
 * ```ts
 * import { linear } from '@gradus/curricula';
 * const pace = linear({ start: 0.5, fullAt: 0.5 });
 * [0, 0.25, 0.5, 1].map(pace); // => [0.5, 0.75, 1, 1]
 * ```
 */
export function linear(options: PaceOptions = {}): Pace {
  return pace('linear', options, (part, start) => start + (1 - start) * part);
}

/**
 * Competence: sqrt(start² + (1 - start²) t / fullAt), for progress t up to `fullAt`; then 1. So samples
 * join more slowly the more there are. (Wu's root, start + (1 - start) sqrt(t / fullAt), differs between
 * its ends.)
 *
 * @throws RangeError if `start` is not in (0, 1] or `fullAt` not finite and > 0.
 * @see Platanios et al. 2019, Competence-based curriculum learning for neural machine translation, there c_sqrt
 *
 * @example
 * ```ts
 * import { root } from '@gradus/curricula';
 * const pace = root({ start: 0.6, fullAt: 1 });
 * [0, 0.4375, 1].map((t) => Math.round(1000 * pace(t))); // => [600, 800, 1000]
 * ```
 */
export function root(options: PaceOptions = {}): Pace {
  return pace('root', options, (part, start) => {
    const square = start * start;
    return Math.sqrt(square + (1 - square) * part);
  });
}

/**
 * start + (1 - start) (t / fullAt)², for progress t up to `fullAt`; then 1.
 *
 * @throws RangeError if `start` is not in (0, 1] or `fullAt` not finite and > 0.
 * @see Wu, Dyer and Neyshabur 2021, When do curricula work?, pacing functions
 *
 * @example
 * ```ts
 * import { quadratic } from '@gradus/curricula';
 * const pace = quadratic({ start: 0.5, fullAt: 1 });
 * [0, 0.5, 1].map(pace); // => [0.5, 0.625, 1]
 * ```
 */
export function quadratic(options: PaceOptions = {}): Pace {
  return pace('quadratic', options, (part, start) => start + (1 - start) * part * part);
}

/**
 * start + (1 - start) (exp(10 t / fullAt) - 1) / (exp(10) - 1), for progress t up to `fullAt`; then 1.
 * Most samples join in the last tenth.
 *
 * @throws RangeError if `start` is not in (0, 1] or `fullAt` not finite and > 0.
 * @see Wu, Dyer and Neyshabur 2021, When do curricula work?, pacing functions
 *
 * @example
 * ```ts
 * import { exponential } from '@gradus/curricula';
 * const pace = exponential({ start: 0.5, fullAt: 1 });
 * [0, 0.5, 0.9, 1].map((t) => Math.round(1000 * pace(t))); // => [500, 503, 684, 1000]
 * ```
 */
export function exponential(options: PaceOptions = {}): Pace {
  const whole = exp(10) - 1;
  return pace('exponential', options, (part, start) => {
    return start + ((1 - start) * (exp(10 * part) - 1)) / whole;
  });
}

/**
 * `start` up to progress `fullAt`, then 1: all at once.
 *
 * @throws RangeError if `start` is not in (0, 1] or `fullAt` not finite and > 0.
 * @see Wu, Dyer and Neyshabur 2021, When do curricula work?, pacing functions
 *
 * @example
 * ```ts
 * import { stepwise } from '@gradus/curricula';
 * const pace = stepwise({ start: 0.5, fullAt: 0.75 });
 * [0, 0.5, 0.75, 1].map(pace); // => [0.5, 0.5, 1, 1]
 * ```
 */
export function stepwise(options: PaceOptions = {}): Pace {
  return pace('stepwise', options, (_part, start) => start);
}

/**
 * start + (1 - start) (1 + ln(t / fullAt + exp(-10)) / 10), for progress t up to `fullAt`; then 1.
 * Most samples join in the first tenth.
 *
 * @throws RangeError if `start` is not in (0, 1] or `fullAt` not finite and > 0.
 * @see Wu, Dyer and Neyshabur 2021, When do curricula work?, pacing functions
 *
 * @example
 * ```ts
 * import { logarithmic } from '@gradus/curricula';
 * const pace = logarithmic({ start: 0.5, fullAt: 1 });
 * [0, 0.1, 0.5, 1].map((t) => Math.round(1000 * pace(t))); // => [500, 885, 965, 1000]
 * ```
 */
export function logarithmic(options: PaceOptions = {}): Pace {
  const least = exp(-10);
  return pace('logarithmic', options, (part, start) => {
    // At 0 the sum below can fall a rounding error short of `start`.
    return Math.max(start, start + (1 - start) * (1 + log(part + least) / 10));
  });
}

export interface FixedExponentialOptions {
  /** The updates of the whole curriculum, as `paced` has them: an integer, at least 1. */
  steps: number;
  /** The fraction available at the start, in (0, 1]; default 0.04. */
  start?: number | undefined;
  /** What the fraction is multiplied with each time, >= 1; default 1.9. */
  increase?: number | undefined;
  /** Updates from one increase to the next: an integer, at least 1; default 100. */
  stepLength?: number | undefined;
}

/**
 * min(1, start * increase^floor(t / stepLength)) at update t, counted from 0: a staircase whose steps take a
 * stated number of updates, whatever the budget. With the defaults all are available from update 600 on.
 *
 * @throws RangeError if an option is out of its range.
 * @see Hacohen and Weinshall 2019, On the power of curriculum learning in training deep networks
 *
 * @example
 * ```ts
 * import { fixedExponential } from '@gradus/curricula';
 * const pace = fixedExponential({ steps: 1000, start: 0.25, increase: 2, stepLength: 100 });
 * [0, 99, 100, 199, 200, 999].map((t) => pace(t / 1000)); // => [0.25, 0.25, 0.5, 0.5, 1, 1]
 * ```
 */
export function fixedExponential(options: FixedExponentialOptions): Pace {
  const name = 'fixedExponential';
  const { steps, start = 0.04, increase = 1.9, stepLength = 100 } = options;
  checkInteger(name, 'steps', steps, 1);
  checkWithin(name, 'start', start, { above: 0, most: 1 });
  checkWithin(name, 'increase', increase, { above: 1, most: Infinity, inclusive: true });
  checkInteger(name, 'stepLength', stepLength, 1);
  return (progress) => {
    const times = Math.floor(Math.round(progress * steps) / stepLength);
    let fraction = start;
    for (let k = 0; k < times && fraction < 1 && increase > 1; k++) fraction *= increase;
    return Math.min(1, fraction);
  };
}
