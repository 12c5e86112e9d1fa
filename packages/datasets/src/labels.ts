import { type Tensor1D, tensor1d } from '@tensorflow/tfjs-core';
import { checkIndices, type Dataset } from './dataset.ts';

/**
 * Makes an int32 tensor of the classes of the given samples, in the given order: what
 * `crossEntropy` and its like take.
 *
 * @param indices Which samples, each an integer in `[0, count)`; repeats allowed.
 * @returns `[indices.length]`, the caller's to dispose.
 * @throws RangeError if an index is out of range or not an integer.
 *
 * @example
 * ```ts
 * import { geoShapes, labels } from '@gradus/datasets';
 * const data = geoShapes({ count: 3, kind: 'basic', seed: 1 });
 * const classes = labels(data, [2, 0, 1]);
 * [...(await classes.data())].sort(); // => [0, 1, 2]
 * classes.dispose();
 * ```
 */
export function labels(dataset: Dataset, indices: ArrayLike<number>): Tensor1D {
  checkIndices('labels', indices, dataset.count);
  const source = dataset.labels;
  return tensor1d(
    Int32Array.from(indices, (index) => source[index] as number),
    'int32',
  );
}
