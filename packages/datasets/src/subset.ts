import { checkIndices, type Dataset, described, sampleSize, zerosLike } from './dataset.ts';
import { factorsAt, type WithFactorsOf } from './factors.ts';

/**
 * Makes a set of the given samples, in the given order, with bytes (and factors, where there are any) of its own.
 *
 * @param indices Which samples, each an integer in `[0, count)`; repeats allowed.
 * @throws RangeError if an index is out of range or not an integer.
 *
 * @example
 * ```ts
 * import { geoShapes, subset } from '@gradus/datasets';
 * const data = geoShapes({ count: 100, kind: 'basic', seed: 1 });
 * subset(data, [7, 7, 2]).labels; // => Uint8Array.of(data.labels[7], data.labels[7], data.labels[2])
 * ```
 */
export function subset<D extends Dataset>(
  dataset: D,
  indices: ArrayLike<number>,
): WithFactorsOf<D> {
  checkIndices('subset', indices, dataset.count);
  const size = sampleSize(dataset);
  const inputs = zerosLike(dataset.inputs, indices.length * size);
  const labels = zerosLike(dataset.labels, indices.length);
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k] as number;
    inputs.set(dataset.inputs.subarray(index * size, (index + 1) * size), k * size);
    labels[k] = dataset.labels[index] as number;
  }
  const factors = factorsAt(dataset, indices);
  return {
    ...described(dataset),
    inputs,
    labels,
    count: indices.length,
    ...factors,
  } as WithFactorsOf<D>;
}
