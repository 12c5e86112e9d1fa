import {
  add,
  expandDims,
  mul,
  sqrt,
  square,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { checkRows, checkTensor } from './check.ts';
import { classSum } from './class-sum.ts';
import { perRow } from './per-row.ts';
import type { ScorerOptions } from './probabilities.ts';
import { topClass } from './top-class.ts';

export interface ExpectedGradientLengthOptions extends ScorerOptions {
  /** What goes into the last dense layer, `[n, d]`, float32. */
  features?: Tensor | undefined;
}

/**
 * The length of the loss's gradient that a sample is expected to bring, its label drawn from the model's own
 * outputs.
 *
 * score = sum_y p_y |p - e_y| sqrt(|h|^2 + 1): with h the features that go into a last dense layer with a
 * bias and a softmax, the gradient for the label y is (p - e_y) times (h, 1), so its length needs no backward
 * pass. Without `features`, the last factor is left out: the gradient with respect to the logits. That is in
 * [0, 1).
 *
 * @param outputs `[n, classes]`, float32; rows of probabilities sum to 1.
 * @param options.features `[n, d]`, float32.
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `[n]`, higher = harder. NaN in a row gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no classes, another number of rows or an
 *   unknown `from`.
 * @see McWilliam 2018, section 2.4, eq. 2.4; Settles and Craven 2008
 *
 * @example
 * ```ts
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { expectedGradientLength } from '@gradus/scorers';
 * const outputs = tensor2d([[0.5, 0.5], [1, 0]]);
 * const features = tensor2d([[1, 1, 1], [1, 2, 3]]);
 * const scores = expectedGradientLength(outputs, { features });
 * await scores.data(); // => Float32Array.of(Math.SQRT2, 0)
 * outputs.dispose(); features.dispose(); scores.dispose();
 * ```
 */
export function expectedGradientLength(
  outputs: Tensor,
  options: ExpectedGradientLengthOptions = {},
): Tensor1D {
  const { features, from = 'probabilities' } = options;
  const scorer = 'expectedGradientLength';
  if (features !== undefined) {
    checkTensor(scorer, 'features', features, 'float32', ['n', 'd']);
    checkTensor(scorer, 'outputs', outputs, 'float32', ['n', 'classes']);
    checkRows(scorer, 'features', features.shape[0] as number, outputs.shape[0] as number);
  }
  return perRow(scorer, outputs, from, {
    composed(p) {
      const length = ofLogits(p);
      return features ? mul(length, sqrt(add(classSum(square(features)), 1))) : length;
    },
    kernel: {
      apart: 'top',
      sums: { rest: 'others', squares: 'others * others' },
      after: { ofOthers: 'others * sqrt(top * top + squares - 2.0 * others + 1.0)' },
      ...(features && { ofFeatures: { norm: 'h * h' } }),
      score: `(top * sqrt(rest * rest + squares) + ofOthers)${features ? ' * sqrt(norm + 1.0)' : ''}`,
    },
    ...(features && { beside: { features } }),
  });
}

/**
 * sum_y p_y |p - e_y| for probabilities `[n, classes]`.
 *
 * |p - e_y|^2 is (1 - p_y)^2 + sum_{k != y} p_k^2 for the likeliest class, and 1 - 2 p_y + sum_k p_k^2 for
 * the others, whose p_y is at most one half: so neither cancels.
 */
function ofLogits(p: Tensor2D): Tensor {
  const { top, others, rest } = topClass(p);
  const ofOthers = classSum(square(others));
  const forTop = sqrt(add(square(rest), ofOthers));
  const all = expandDims(add(square(top), ofOthers), 1);
  const forOthers = sqrt(add(sub(all, mul(others, 2)), 1));
  return add(mul(top, forTop), classSum(mul(others, forOthers)));
}
