import { type Tensor, type Tensor1D, tidy, topk } from '@tensorflow/tfjs-core';
import type { RandomOptions } from './alias-sampler.ts';
import { checkLogits } from './check-logits.ts';
import { perturbed } from './perturbed.ts';
import { randomOf } from './random.ts';

const CALLER = 'gumbelTopK';

/**
 * Draws `count` different indices on the device, in the order drawn: those of the largest logits + Gumbel noise.
 *
 * It is the law of `sampleWithoutReplacement` with weights exp(logits): P(i_1) = softmax(logits)_{i_1}, and so on among
 * those left. The noise is made on the host, in float64, and uploaded: nothing is read back, the logits never leave the
 * device, and a seed gives the same noise on every backend (logits that differ in their last bits between backends can
 * still turn a near tie). On the host two logarithms an index, and 4 bytes an index to the device.
 *
 * @param logits `[n]`, on any backend, unscaled: adding a constant changes nothing. An index of -Infinity is drawn last,
 *   after all others. NaN is not looked for.
 * @param count How many, an integer in [0, n].
 * @param options `random`: where the noise comes from; `Math.random` unless given.
 * @returns `[count]` int32, which the caller disposes.
 * @throws TypeError if the logits are no tensor or `random` is no function.
 * @throws RangeError if they are not of rank 1 or empty, or `count` is no integer in [0, n].
 * @see Yellott 1977, The relationship between Luce's choice axiom, Thurstone's theory of comparative judgment, and the
 *   double exponential distribution
 * @see Kool et al. 2019, Stochastic beams and where to find them: the Gumbel-top-k trick
 *
 * @example
 * ```ts
 * import { createRng } from '@gradus/samplers';
 * import { gumbelTopK } from '@gradus/samplers/device';
 * import { dispose, tensor1d } from '@tensorflow/tfjs-core';
 * const logits = tensor1d([0, 500, 0, 1000]);
 * const drawn = gumbelTopK(logits, 2, { random: createRng(7) });
 * await drawn.data(); // => new Int32Array([3, 1])
 * dispose([logits, drawn]);
 * ```
 */
export function gumbelTopK(
  logits: Tensor,
  count: number,
  { random: given }: RandomOptions = {},
): Tensor1D {
  const random = randomOf(CALLER, given);
  const size = checkLogits(CALLER, logits, count);
  if (count > size) {
    throw new RangeError(`${CALLER}: count must be <= ${size}, the number of logits, got ${count}`);
  }
  return tidy(() => {
    const noisy = perturbed(logits, [size], random);
    return topk(noisy, count).indices as Tensor1D;
  });
}
