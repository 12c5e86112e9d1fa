import { add, max, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { perRow } from './per-row.ts';
import type { ScorerOptions } from './probabilities.ts';
import { topClass } from './top-class.ts';

/**
 * How close the two likeliest classes are: 1 less the margin between them.
 *
 * score = 1 - (p_1 - p_2), with p_1 >= p_2 the two largest probabilities of the row, worked out as (1 - p_1)
 * + p_2. In [0, 1]: 0 where the model is certain (and always with one class), 1 where the two are as likely.
 *
 * @param outputs `[n, classes]`, float32; rows of probabilities sum to 1.
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `[n]`, higher = harder. NaN in a row gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no classes or an unknown `from`.
 * @see Scheffer, Decomain and Wrobel 2001, Active Hidden Markov Models for Information Extraction
 *
 * @example
 * ```ts
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { margin } from '@gradus/scorers';
 * const outputs = tensor2d([[0.5, 0.25, 0.25], [1, 0, 0]]);
 * const scores = margin(outputs);
 * await scores.data(); // => Float32Array.of(0.75, 0)
 * outputs.dispose(); scores.dispose();
 * ```
 */
export function margin(outputs: Tensor, options: ScorerOptions = {}): Tensor1D {
  return perRow('margin', outputs, options.from ?? 'probabilities', {
    composed(p) {
      const { others, rest } = topClass(p);
      return add(rest, max(others, -1));
    },
    kernel: {
      apart: 'top two',
      sums: { rest: 'others' },
      score: 'rest + second',
      composedOnWasm: true,
    },
  });
}
