import {
  add,
  div,
  greater,
  log,
  maximum,
  neg,
  sub,
  type Tensor,
  type Tensor1D,
  where,
} from '@tensorflow/tfjs-core';
import { log1p, withoutGradient } from './arithmetic.ts';
import { perLabelledRow } from './per-labelled-row.ts';
import type { ScorerOptions } from './probabilities.ts';

/**
 * The cross-entropy loss of each row, in nats: what training minimises.
 *
 * score = -ln max(p_y, 1e-7), floored so from logits too: one hopeless sample costs 16.12 nats and no more.
 * In [0, 16.12]. Above one half, p_y is taken as 1 less the sum of the others, so that the loss of an almost
 * certain row keeps its digits.
 *
 * @param outputs `[n, classes]`, float32; rows of probabilities sum to 1.
 * @param labels `[n]`, int32, each in [0, classes); any other gives NaN for its row.
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `[n]`, nats, higher = harder. NaN in a row gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no classes, another number of labels or an
 *   unknown `from`.
 *
 * @example
 * ```ts
 * import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
 * import { crossEntropy } from '@gradus/scorers';
 * const outputs = tensor2d([[0.5, 0.5], [1, 0]]);
 * const labels = tensor1d([1, 0], 'int32');
 * const scores = crossEntropy(outputs, labels);
 * await scores.data(); // => Float32Array.of(Math.LN2, 0)
 * outputs.dispose(); labels.dispose(); scores.dispose();
 * ```
 */
export function crossEntropy(
  outputs: Tensor,
  labels: Tensor1D,
  options: ScorerOptions = {},
): Tensor1D {
  const { from = 'probabilities' } = options;
  return perLabelledRow('crossEntropy', outputs, labels, from, {
    composed({ p, doubt }) {
      const likely = withoutGradient(p, () => greater(p, 0.5));
      const score = where(likely, log1p(div(doubt, p)), neg(log(maximum(p, 1e-7))));
      return add(score, sub(doubt, doubt)); // adds 0, or the NaN that a backend's log may have lost
    },
    kernel: {
      sums: { doubt: 'others' },
      score: 'pick(labelled > 0.5, log1p(doubt / labelled), -log(max(labelled, 1e-7)))',
    },
  });
}
