import { add, sqrt, square, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { classSum } from './class-sum.ts';
import { perLabelledRow } from './per-labelled-row.ts';
import type { ScorerOptions } from './probabilities.ts';

/**
 * EL2N: the length of the error vector, which is also the gradient of the cross-entropy with respect to the
 * logits.
 *
 * score = |p - e_y| = sqrt((1 - p_y)^2 + sum_{k != y} p_k^2), with e_y the one-hot label. In [0, sqrt 2].
 *
 * @param outputs `[n, classes]`, float32; rows of probabilities sum to 1.
 * @param labels `[n]`, int32, each in [0, classes); any other gives NaN for its row.
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `[n]`, higher = harder. NaN in a row gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no classes, another number of labels or an
 *   unknown `from`.
 * @see Paul, Ganguli and Dziugaite 2021, Deep Learning on a Data Diet
 *
 * @example
 * ```ts
 * import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
 * import { el2n } from '@gradus/scorers';
 * const outputs = tensor2d([[0.5, 0.5], [1, 0]]);
 * const labels = tensor1d([0, 0], 'int32');
 * const scores = el2n(outputs, labels);
 * await scores.data(); // => Float32Array.of(Math.SQRT1_2, 0)
 * outputs.dispose(); labels.dispose(); scores.dispose();
 * ```
 */
export function el2n(outputs: Tensor, labels: Tensor1D, options: ScorerOptions = {}): Tensor1D {
  const { from = 'probabilities' } = options;
  return perLabelledRow('el2n', outputs, labels, from, {
    composed: ({ others, doubt }) => sqrt(add(square(doubt), classSum(square(others)))),
    kernel: {
      sums: { doubt: 'others', squares: 'others * others' },
      score: 'sqrt(doubt * doubt + squares)',
    },
  });
}
