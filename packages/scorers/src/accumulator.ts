import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';

/**
 * What `scoreAll` takes as `accumulate`: scores made from several passes over the same samples, seen one at a
 * time. The outputs of a pass are gone before the next, so memory does not grow with their number.
 *
 * `add` and `result` run inside `tidy`: a tensor that lasts from one call to the next is made with `keep`.
 *
 * @example
 * The entropy of the mean of all passes:
 * ```ts
 * import { add, div, keep, tensor2d } from '@tensorflow/tfjs-core';
 * import { entropy, scoreAll } from '@gradus/scorers';
 * function meanEntropy() {
 *   let [sum, passes] = [keep(tensor2d([[0, 0]])), 0];
 *   return {
 *     add(outputs) {
 *       const next = keep(add(sum, outputs));
 *       sum.dispose();
 *       sum = next;
 *       passes++;
 *     },
 *     result: () => entropy(div(sum, passes)),
 *     dispose: () => sum.dispose(),
 *   };
 * }
 * const committee = [[[1, 0]], [[0, 1]]]; // two models' outputs for one sample
 * const scores = await scoreAll({
 *   size: 1,
 *   predict: (indices, pass) => tensor2d(committee[pass]),
 *   accumulate: meanEntropy,
 *   passes: 2,
 * });
 * scores; // => Float32Array.of(Math.LN2)
 * ```
 */
export interface Accumulator<T = Tensor> {
  /** Takes in one pass; `outputs` stays the caller's. */
  add(outputs: T): void;
  /** The scores of the passes so far, `[n]`; a new tensor at each call, which the caller disposes. */
  result(): Tensor1D;
  /** Frees what was kept. */
  dispose(): void;
}
