import { checkDataset, type Dataset, described, zerosLike } from './dataset.ts';
import type { WithFactorsOf } from './factors.ts';
import { seededRandom } from './seeded-random.ts';

/** How `withLabelNoise` errs. */
export interface LabelNoiseOptions {
  /** The share of samples to mislabel, in [0, 1]. */
  rate: number;
  /** Which samples; any integer, 0 too, or any string. */
  seed: number | string;
}

/**
 * Mislabels some samples: exactly `round(rate * count)` of them, chosen at random, each get a class
 * that is not theirs, uniformly among the others (symmetric noise).
 *
 * @returns A set that shares `inputs` (and `factors`) with the one given, with labels of its own and `noisy`
 *   `[count]`: 1 where the label was changed.
 * @throws RangeError if `rate` is not in [0, 1], there are fewer than two classes, or a label has no
 *   class name; TypeError if there is no seed.
 *
 * @example
 * ```ts
 * import { geoShapes, withLabelNoise } from '@gradus/datasets';
 * const data = geoShapes({ count: 100, kind: 'basic', seed: 1 });
 * const { labels, noisy } = withLabelNoise(data, { rate: 0.2, seed: 7 });
 * noisy.filter((flag) => flag === 1).length; // => 20
 * labels.every((label, i) => (label !== data.labels[i]) === (noisy[i] === 1)); // => true
 * ```
 */
export function withLabelNoise<D extends Dataset>(
  dataset: D,
  { rate, seed }: LabelNoiseOptions,
): WithFactorsOf<D> & { noisy: Uint8Array } {
  checkDataset('withLabelNoise', dataset);
  if (!(rate >= 0 && rate <= 1)) {
    throw new RangeError(`withLabelNoise: rate must be in [0, 1], got ${rate}`);
  }
  const { inputs, count, factors } = dataset;
  const classes = dataset.classNames.length;
  if (classes < 2) {
    throw new RangeError(
      `withLabelNoise: ${dataset.name} must have 2 classes or more, got ${classes}`,
    );
  }
  const random = seededRandom('withLabelNoise', seed);
  const labels = zerosLike(dataset.labels, count); // slice of Node's Buffer would not copy
  labels.set(dataset.labels);
  const noisy = new Uint8Array(count);
  let missing = Math.round(rate * count);
  // Selection sampling: sample i is taken with probability missing / left, so exactly as many as asked.
  for (let i = 0; i < count; i++) {
    const label = labels[i] as number;
    if (!(label >= 0 && label < classes)) {
      throw new RangeError(`withLabelNoise: labels[${i}] must be in [0, ${classes}), got ${label}`);
    }
    if (random() * (count - i) >= missing) continue;
    labels[i] = (label + 1 + Math.floor(random() * (classes - 1))) % classes;
    noisy[i] = 1;
    missing--;
  }
  return {
    ...described(dataset),
    inputs,
    labels,
    count,
    noisy,
    ...(factors && { factors }),
  } as WithFactorsOf<D> & { noisy: Uint8Array };
}
