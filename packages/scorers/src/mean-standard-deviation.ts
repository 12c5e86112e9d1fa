import { div, mean, sqrt, square, sub, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { classSum } from './class-sum.ts';
import { type PassKernel, passProgram } from './kernels/pass-kernel.ts';
import { perSample } from './per-sample.ts';
import type { ScorerOptions } from './probabilities.ts';

const KERNEL: PassKernel = {
  spread: '(p - mean) * (p - mean)',
  ofClass: 'sqrt(spread / passes)',
  score: 'total / classes',
};

/**
 * How far the probabilities of several passes spread: their standard deviation over the passes, averaged over
 * classes.
 *
 * score = 1/c sum_k sqrt(mean_t (p_tk - mean_t p_tk)^2), with c classes. In [0, 1/2]; 0 with one pass. It
 * shrinks as classes grow in number, since most of them never get any probability: it ranks samples, and
 * compares no two models.
 *
 * @param passes `[m, n, classes]`, float32: m Monte Carlo dropout passes (see `stochastic`), or the outputs
 *   of m models.
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `[n]`, higher = harder. NaN in a pass gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no passes, no classes or an unknown `from`.
 * @see Kampffmeyer, Salberg and Jenssen 2016; Gal, Islam and Ghahramani 2017, section 4
 *
 * @example
 * ```ts
 * import { tensor3d } from '@tensorflow/tfjs-core';
 * import { meanStandardDeviation } from '@gradus/scorers';
 * const passes = tensor3d([[[1, 0], [0.5, 0.5]], [[0, 1], [0.5, 0.5]]]); // two passes over two samples
 * const scores = meanStandardDeviation(passes);
 * await scores.data(); // => Float32Array.of(0.5, 0)
 * passes.dispose(); scores.dispose();
 * ```
 */
export function meanStandardDeviation(passes: Tensor, options: ScorerOptions = {}): Tensor1D {
  const { from = 'probabilities' } = options;
  return perSample('meanStandardDeviation', passes, from, {
    composed(p) {
      const deviation = sqrt(mean(square(sub(p, mean(p, 0))), 0));
      return div(classSum(deviation), p.shape[2]);
    },
    program: (shape) => passProgram('meanStandardDeviation', KERNEL, shape),
  });
}
