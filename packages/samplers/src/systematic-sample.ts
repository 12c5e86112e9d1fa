import type { RandomOptions } from './alias-sampler.ts';
import { byStratum } from './by-stratum.ts';
import { checkCount } from './check-count.ts';
import { checkWeights, type Weights } from './check-weights.ts';
import { type Random, randomOf } from './random.ts';

export interface SystematicOptions extends RandomOptions {
  /** The stratum of each index, `[n]`, integers in [0, 2^24): the labels of a data set, say. */
  strata?: ArrayLike<number> | undefined;
}

/** Shares this close to a whole number are taken to be it, so that rounding cannot make 1 into 0 or 2. */
const NEARLY = 1e-9;

/**
 * Draws `count` indices as evenly as whole numbers allow: index i floor or ceil of count p_i times, p_i = w_i / sum w.
 *
 * With the shares e_i = count p_i laid end to end on a line, and one random u in [0, 1), index i is drawn once for each
 * of u, u + 1, u + 2, ... in its stretch. So E[draws of i] = e_i, at a variance far below that of independent draws, for
 * one random number in all. It is e_i to about 1e-9 + count 1e-15: fractions of a share nearer than 1e-9 to a whole number
 * are taken to be it, and u keeps as far from its ends, so that rounding never costs or gives a draw. Neighbours are drawn
 * in turn: if the data have a period (every tenth is a cat) and the weights are equal, a `count` of a tenth of them may
 * hold only cats.
 *
 * With `strata` the indices are laid out stratum by stratum: then each stratum, too, is drawn floor or ceil of `count`
 * times its part of the weights.
 *
 * @param weights `[n]`, n >= 1, finite, >= 0, not all 0; not changed. A weight of 0 is never drawn.
 * @param count How many, an integer >= 0; it may exceed n.
 * @param options `random`: where to draw from, `Math.random` unless given; `strata`: see `SystematicOptions`.
 * @returns A new array of exactly `count` indices, ascending. (`epochPlan` is this, shuffled.)
 * @throws TypeError if the weights are no array of numbers or `random` is no function.
 * @throws RangeError if a weight is NaN, negative or infinite (with its index), all are 0, their sum overflows, or
 *   `count` is no integer >= 0; or there are not n strata, or one is no integer in [0, 2^24).
 * @see Madow & Madow 1944, On the theory of systematic sampling; Madow 1949 with unequal probabilities
 *
 * @example
 * ```ts
 * import { systematicSample } from '@gradus/samplers';
 * systematicSample([1, 0, 2, 1], 4); // => new Int32Array([0, 2, 2, 3])
 * ```
 */
export function systematicSample(
  weights: ArrayLike<number>,
  count: number,
  { random: given, strata }: SystematicOptions = {},
): Int32Array {
  const sample = systematic('systematicSample', weights, count, given, strata);
  return strata === undefined ? sample : sample.sort();
}

/** The same under another's name, not yet ascending where there are strata. */
export function systematic(
  caller: string,
  given: ArrayLike<number>,
  count: number,
  source: RandomOptions['random'],
  strata?: ArrayLike<number> | undefined,
): Int32Array {
  const random = randomOf(caller, source);
  checkCount(caller, count);
  const checked = checkWeights(caller, given);
  if (strata !== undefined) {
    const order = byStratum(caller, strata, given.length);
    const weights = Float64Array.from(order, (i) => checked.weights[i] as number);
    return spread({ weights, sum: checked.sum }, count, random).map((k) => order[k] as number);
  }
  return spread(checked, count, random);
}

/**
 * Whole shares are drawn as they are; what is random is which of the fractions are drawn once more.
 *
 * Nothing branches on who is drawn: index i is written where its first draw would go, and whoever follows writes over it
 * if it has none; at the end each place left free belongs to the index before.
 */
function spread({ weights, sum }: Weights, count: number, random: Random): Int32Array {
  const n = weights.length;
  const scale = count / sum;
  const walk = new Float64Array(2);
  for (let i = 0; i < n; i += CHUNK) addUp(weights, i, Math.min(n, i + CHUNK), scale, walk);
  const [line, wholes] = walk as unknown as [number, number];
  const extras = count - wholes;
  const step = extras > 0 ? extras / line : 0; // 1, but for rounding
  const margin = NEARLY + extras * 2 ** -50; // rounding moves no point beyond the ends, and chances by as much
  const start = 1 - margin - (1 - 2 * margin) * random();
  const out = new Int32Array(count);
  walk.fill(0);
  for (let i = 0; i < n; i += CHUNK) {
    layOut(weights, i, Math.min(n, i + CHUNK), scale, walk, start, step, out);
  }
  for (let k = 0; k < count; k += CHUNK) close(out, k, Math.min(count, k + CHUNK));
  return out;
}

/** Gives each place left free to the index before. */
function close(out: Int32Array, from: number, to: number): void {
  let last = 0;
  for (let k = Math.max(0, from - 1); k < to; k++) {
    last = Math.max(last, out[k] as number);
    out[k] = last;
  }
}

/** How many are gone through at a time: an engine makes better code of what it sees called often. */
const CHUNK = 1024;

/** Adds the fractions of the shares to `walk[0]`, and their whole parts to `walk[1]`. */
function addUp(
  weights: ArrayLike<number>,
  from: number,
  to: number,
  scale: number,
  walk: Float64Array,
): void {
  let line = walk[0] as number;
  let wholes = (walk[1] as number) | 0;
  for (let i = from; i < to; i++) {
    const share = (weights[i] as number) * scale;
    const whole = (share + NEARLY) | 0; // rounded down
    if (share - whole > NEARLY) line += share - whole;
    wholes = (wholes + whole) | 0;
  }
  walk[0] = line;
  walk[1] = wholes;
}

/** The same, and writes each index where its first draw would go: so many have been drawn before it. */
function layOut(
  weights: ArrayLike<number>,
  from: number,
  to: number,
  scale: number,
  walk: Float64Array,
  start: number,
  step: number,
  out: Int32Array,
): void {
  let line = walk[0] as number;
  let wholes = (walk[1] as number) | 0;
  const end = out.length;
  for (let i = from; i < to; i++) {
    const place = wholes + ((start + line * step) | 0);
    if (place < end) out[place] = i; // those after the last draw have none
    const share = (weights[i] as number) * scale;
    const whole = (share + NEARLY) | 0;
    if (share - whole > NEARLY) line += share - whole;
    wholes = (wholes + whole) | 0;
  }
  walk[0] = line;
  walk[1] = wholes;
}
