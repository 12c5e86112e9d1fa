import { checkDataset, type Dataset, described, sampleSize } from './dataset.ts';
import { joinedFactors, type WithFactorsOf } from './factors.ts';

/**
 * Joins sets end to end into one with bytes of its own, named by their names with `+` between.
 *
 * Labels take the widest type among the parts. Factors are those that every part has.
 *
 * @throws RangeError if none is given, or if their shapes or their class names differ.
 * @throws TypeError if some hold bytes and some floats: those are not in the same units.
 *
 * @example
 * ```ts
 * import { concat, geoShapes } from '@gradus/datasets';
 * const easy = geoShapes({ count: 30, kind: 'basic', seed: 1 });
 * const hard = geoShapes({ count: 20, kind: 'geom', seed: 1 });
 * concat(easy, hard).count; // => 50
 * ```
 */
export function concat<D extends Dataset>(...datasets: D[]): WithFactorsOf<D> {
  const [first] = datasets;
  if (first === undefined) throw new RangeError('concat: needs at least one data set, got none');
  for (const dataset of datasets) {
    checkDataset('concat', dataset);
    for (const key of ['shape', 'classNames'] as const) {
      if (JSON.stringify(dataset[key]) !== JSON.stringify(first[key])) {
        throw new RangeError(
          `concat: ${key} of ${dataset.name} must be [${first[key]}], as of ${first.name}, got [${dataset[key]}]`,
        );
      }
    }
    if (dataset.inputs instanceof Uint8Array !== first.inputs instanceof Uint8Array) {
      throw new TypeError(
        `concat: one of ${first.name} and ${dataset.name} holds bytes, one floats`,
      );
    }
  }

  const count = datasets.reduce((sum, dataset) => sum + dataset.count, 0);
  const inputs =
    first.inputs instanceof Uint8Array
      ? new Uint8Array(count * sampleSize(first))
      : new Float32Array(count * sampleSize(first));
  const bytes = Math.max(...datasets.map(({ labels }) => labels.BYTES_PER_ELEMENT));
  const labels = new (bytes === 1 ? Uint8Array : bytes === 2 ? Uint16Array : Int32Array)(count);
  let at = 0;
  for (const dataset of datasets) {
    inputs.set(dataset.inputs, at * sampleSize(first));
    labels.set(dataset.labels, at);
    at += dataset.count;
  }
  const name = datasets.map((dataset) => dataset.name).join('+');
  const factors = joinedFactors(datasets);
  return { ...described(first), name, inputs, labels, count, ...factors } as WithFactorsOf<D>;
}
