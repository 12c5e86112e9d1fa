import { type Tensor, type Tensor2D, tensor, tensor2d } from '@tensorflow/tfjs-core';
import { checkIndices, type Dataset } from './dataset.ts';
import { gather, type InputsOptions } from './inputs.ts';

/**
 * Makes the tensors to train on from the given samples: inputs as by `inputs`, classes one-hot.
 *
 * @param indices Which samples, each an integer in `[0, count)`; repeats allowed.
 * @returns `xs` `[indices.length, ...shape]` and `ys` `[indices.length, classes]`, both float32 and
 *   the caller's to dispose; `classes` is the number of class names.
 * @throws RangeError if an index is out of range or not an integer, a label has no class name, or
 *   `standardise` does not fit (see `inputs`). Nothing is then left on the device.
 *
 * @example
 * ```ts
 * import { batch, geoShapes } from '@gradus/datasets';
 * const data = geoShapes({ count: 100, kind: 'basic', seed: 1 });
 * const { xs, ys } = batch(data, [0, 5, 5]);
 * [xs.shape, ys.shape]; // => [[3, 32, 32, 1], [3, 3]]
 * xs.dispose();
 * ys.dispose();
 * ```
 */
export function batch(
  dataset: Dataset,
  indices: ArrayLike<number>,
  options: InputsOptions = {},
): { xs: Tensor; ys: Tensor2D } {
  checkIndices('batch', indices, dataset.count);
  const classes = dataset.classNames.length;
  const oneHot = new Float32Array(indices.length * classes);
  for (let i = 0; i < indices.length; i++) {
    const label = dataset.labels[indices[i] as number] as number;
    if (!(label >= 0 && label < classes)) {
      throw new RangeError(
        `batch: labels[${indices[i]}] must be in [0, ${classes}), the classes named, got ${label}`,
      );
    }
    oneHot[i * classes + label] = 1;
  }
  const values = gather(dataset, indices, 'batch', options);
  return {
    xs: tensor(values, [indices.length, ...dataset.shape], 'float32'),
    ys: tensor2d(oneHot, [indices.length, classes], 'float32'),
  };
}
