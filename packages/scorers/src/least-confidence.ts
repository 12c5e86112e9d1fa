import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { perRow } from './per-row.ts';
import type { ScorerOptions } from './probabilities.ts';
import { topClass } from './top-class.ts';

/**
 * How little the model believes in its own answer: 1 less the probability of the likeliest class.
 *
 * score = 1 - max_k p_k, summed as the probabilities of the other classes, so that an almost certain row
 * keeps its digits. In [0, 1 - 1/classes].
 *
 * @param outputs `[n, classes]`, float32; rows of probabilities sum to 1.
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `[n]`, higher = harder. NaN in a row gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no classes or an unknown `from`.
 * @see McWilliam 2018, section 2.4, eq. 2.1; Lewis and Gale 1994
 *
 * @example
 * ```ts
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { leastConfidence } from '@gradus/scorers';
 * const outputs = tensor2d([[0.25, 0.75], [1, 0]]);
 * const scores = leastConfidence(outputs);
 * await scores.data(); // => Float32Array.of(0.25, 0)
 * outputs.dispose(); scores.dispose();
 * ```
 */
export function leastConfidence(outputs: Tensor, options: ScorerOptions = {}): Tensor1D {
  return perRow('leastConfidence', outputs, options.from ?? 'probabilities', {
    composed: (p) => topClass(p).rest,
    kernel: { apart: 'top', sums: { rest: 'others' }, score: 'rest', composedOnWasm: true },
  });
}
