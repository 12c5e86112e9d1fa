import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { perLabelledRow } from './per-labelled-row.ts';
import type { ScorerOptions } from './probabilities.ts';

/**
 * How little the model believes in the label: 1 less its probability.
 *
 * score = 1 - p_y, summed as the probabilities of the other classes, so that an almost certain row keeps its
 * digits. In [0, 1].
 *
 * @param outputs `[n, classes]`, float32; rows of probabilities sum to 1.
 * @param labels `[n]`, int32, each in [0, classes); any other gives NaN for its row.
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `[n]`, higher = harder. NaN in a row gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no classes, another number of labels or an
 *   unknown `from`.
 *
 * @example
 * ```ts
 * import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
 * import { trueClassDoubt } from '@gradus/scorers';
 * const outputs = tensor2d([[0.25, 0.75], [1, 0]]);
 * const labels = tensor1d([0, 0], 'int32');
 * const scores = trueClassDoubt(outputs, labels);
 * await scores.data(); // => Float32Array.of(0.75, 0)
 * outputs.dispose(); labels.dispose(); scores.dispose();
 * ```
 */
export function trueClassDoubt(
  outputs: Tensor,
  labels: Tensor1D,
  options: ScorerOptions = {},
): Tensor1D {
  const { from = 'probabilities' } = options;
  return perLabelledRow('trueClassDoubt', outputs, labels, from, {
    composed: ({ doubt }) => doubt,
    kernel: { sums: { doubt: 'others' }, score: 'doubt' },
  });
}
