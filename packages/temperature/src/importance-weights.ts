import { extentOfWeights } from './checks.ts';
import { exponential } from './exponential.ts';
import { logarithm } from './logarithm.ts';

export interface ImportanceWeightsOptions {
  /** Finite, >= 0: 1 (unless said) undoes the sampling wholly, 0 not at all. */
  exponent?: number | undefined;
}

/**
 * The weights that undo uneven sampling in a mean over drawn samples: w_i = (n p_i)^-exponent.
 *
 * With exponent 1, E[w f] over samples drawn by p is the plain mean of f over all n. A full correction takes back what
 * favouring some samples was to give; exponents below 1 lie between.
 *
 * @param p Probabilities, `[n]`, finite, >= 0, with sum 1 (that is not checked), all n of them and not a batch's.
 * @returns A new array, `[n]`. A sample of probability 0 is never drawn; its weight is `Infinity` (1 with exponent 0).
 * @throws RangeError if p is empty or all zero, an element is negative or not finite, or the exponent is negative or not finite.
 * @see Schaul et al. 2016, Prioritized Experience Replay, section 3.4
 *
 * @example
 * ```ts
 * import { importanceWeights } from '@gradus/temperature';
 * importanceWeights([0.125, 0.5, 0.25, 0.125]); // => new Float64Array([2, 0.5, 1, 2])
 * importanceWeights([0.0625, 0.25, 0.4375, 0.25], { exponent: 0.5 })[0]; // => 2
 * ```
 */
export function importanceWeights(
  p: ArrayLike<number>,
  { exponent = 1 }: ImportanceWeightsOptions = {},
): Float64Array {
  extentOfWeights('importanceWeights', p);
  if (typeof exponent !== 'number') {
    throw new TypeError(`importanceWeights: exponent must be a number, got ${String(exponent)}`);
  }
  if (!(exponent >= 0 && exponent < Infinity)) {
    throw new RangeError(`importanceWeights: exponent must be finite and >= 0, got ${exponent}`);
  }
  const n = p.length;
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const odds = n * (p[i] as number) + 0; // -0 becomes 0
    if (exponent === 1) weights[i] = 1 / odds;
    else if (exponent === 0.5) weights[i] = 1 / Math.sqrt(odds);
    else if (exponent === 0) weights[i] = 1;
    else weights[i] = odds === 0 ? Infinity : exponential(-exponent * logarithm(odds));
  }
  return weights;
}
