import {
  add,
  argMax,
  max,
  mean,
  mul,
  sub,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import { withoutGradient } from './arithmetic.ts';
import { classSum } from './class-sum.ts';
import { isClass } from './is-class.ts';
import { MOST_VOTES, type VoteKernel, voteProgram } from './kernels/vote-kernel.ts';
import { perSample } from './per-sample.ts';
import type { ScorerOptions } from './probabilities.ts';

const KERNEL: VoteKernel = { ofVote: '0.0', score: '1.0 - most / passes' };

/**
 * The share of passes that do not give the commonest answer.
 *
 * score = 1 - max_k v_k, with v_k the share of passes whose likeliest class is k (the first of equals). In
 * [0, 1 - 1/min(m, classes)], in steps of 1/m; 0 with one pass.
 *
 * @param passes `[m, n, classes]`, float32: m Monte Carlo dropout passes (see `stochastic`), or the outputs
 *   of m models.
 * @param options.from `'probabilities'` (default) or `'logits'`; the answers are the same.
 * @returns `[n]`, higher = harder. NaN in a pass gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no passes, no classes or an unknown `from`.
 * @see Freeman 1965, Elementary Applied Statistics; Gal, Islam and Ghahramani 2017, section 4
 *
 * @example
 * ```ts
 * import { tensor3d } from '@tensorflow/tfjs-core';
 * import { variationRatio } from '@gradus/scorers';
 * const passes = tensor3d([[[1, 0], [0.5, 0.5]], [[0, 1], [0.5, 0.5]]]); // two passes over two samples
 * const scores = variationRatio(passes);
 * await scores.data(); // => Float32Array.of(0.5, 0)
 * passes.dispose(); scores.dispose();
 * ```
 */
export function variationRatio(passes: Tensor, options: ScorerOptions = {}): Tensor1D {
  const { from = 'probabilities' } = options;
  return perSample('variationRatio', passes, from, {
    composed(p) {
      const votes = withoutGradient(p, () => isClass(argMax(p, -1), p.shape[2]));
      const shares = mean(mul(votes, 1), 0);
      const total = mean(classSum(p), 0); // argMax gives an answer even where there is none: NaN comes in by this
      return add(sub(1, max(shares, -1)), sub(total, total));
    },
    program: (shape) =>
      shape.m <= MOST_VOTES ? voteProgram('variationRatio', KERNEL, shape) : undefined,
  });
}
