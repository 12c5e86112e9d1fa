import { mean, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { divergence } from './divergence.ts';
import { type PassKernel, passProgram } from './kernels/pass-kernel.ts';
import { perSample } from './per-sample.ts';
import type { ScorerOptions } from './probabilities.ts';

const KERNEL: PassKernel = {
  spread: 'divergence(p, mean)',
  ofClass: 'spread',
  score: 'total / passes',
};

/**
 * BALD: what the model's parameters do not agree on, in nats. High where each stochastic pass is sure of its
 * answer and the answers differ; low where they all are as unsure.
 *
 * score = H(mean_t p_t) - mean_t H(p_t), the mutual information of the answer and the parameters, worked out
 * as the equal mean_t KL(p_t, mean p): its terms are never below 0, and passes that almost agree keep their
 * digits. In [0, ln min(m, classes)]; 0 with one pass.
 *
 * All passes are held at once, m times the memory of one: `baldAccumulator` needs that of two or three,
 * whatever their number.
 *
 * @param passes `[m, n, classes]`, float32: m Monte Carlo dropout passes (see `stochastic`), or the outputs
 *   of m models.
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `[n]`, nats, higher = harder. NaN in a pass gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no passes, no classes or an unknown `from`.
 * @see McWilliam 2018, section 4.1.3, eqs 4.6 and 4.7; Houlsby et al. 2011; Gal, Islam and Ghahramani 2017
 *
 * @example
 * ```ts
 * import { tensor3d } from '@tensorflow/tfjs-core';
 * import { bald } from '@gradus/scorers';
 * const passes = tensor3d([[[1, 0], [0.5, 0.5]], [[0, 1], [0.5, 0.5]]]); // two passes over two samples
 * const scores = bald(passes);
 * await scores.data(); // => Float32Array.of(Math.LN2, 0)
 * passes.dispose(); scores.dispose();
 * ```
 */
export function bald(passes: Tensor, options: ScorerOptions = {}): Tensor1D {
  const { from = 'probabilities' } = options;
  return perSample('bald', passes, from, {
    composed: (p) => mean(divergence(p, mean(p, 0)), 0),
    program: (shape) => passProgram('bald', KERNEL, shape),
  });
}
