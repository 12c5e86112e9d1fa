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
 * of u, u + 1, u + 2, ... in its stretch. So E[draws of i] = e_i exactly, at a variance far below that of independent
 * draws, for one random number in all. Neighbours are drawn in turn: if the data have a period (every tenth is a cat) and
 * the weights are equal, a `count` of a tenth of them may hold only cats.
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

function spread({ weights, sum }: Weights, count: number, random: Random): Int32Array {
  const n = weights.length;
  const scale = count / sum;

  // Whole shares are drawn as they are; what is random is which `extras` of the fractions are drawn once more.
  let extras = count;
  let fractional = 0;
  let fractions = 0;
  for (let i = 0; i < n; i++) {
    const share = (weights[i] as number) * scale;
    const whole = Math.floor(share + NEARLY);
    extras -= whole;
    if (share - whole > NEARLY) {
      fractional++;
      fractions += share - whole;
    }
  }

  const step = fractions / extras; // 1, but for rounding
  let point = random() * step;
  let line = 0;
  const out = new Int32Array(count);
  let k = 0;
  for (let i = 0; i < n; i++) {
    const share = (weights[i] as number) * scale;
    let copies = Math.floor(share + NEARLY);
    const fraction = share - copies;
    if (fraction > NEARLY && extras > 0) {
      line += fraction;
      // The second condition holds the total where rounding would miss the last point.
      if (line > point || extras === fractional) {
        copies++;
        extras--;
        point += step;
      }
      fractional--;
    }
    for (; copies > 0; copies--) out[k++] = i;
  }
  return out;
}
