import { checkDataset, type Dataset } from './dataset.ts';
import type { WithFactorsOf } from './factors.ts';
import { seededRandom } from './seeded-random.ts';
import { shuffle } from './shuffle.ts';
import { subset } from './subset.ts';

/** How `withImbalance` thins: by `ratio` or by `keep`. */
export interface ImbalanceOptions {
  /** How many times as many samples the first class keeps as the last, >= 1: a long tail. */
  ratio?: number | undefined;
  /** The share that each class keeps, in [0, 1], one for each class name. */
  keep?: readonly number[] | undefined;
  /** Which samples; any integer, 0 too, or any string. */
  seed: number | string;
}

/**
 * Makes some classes rarer: of the n samples of class c it keeps round(share_c n), chosen at random,
 * in the order they stand in.
 *
 * With `ratio` the shares fall exponentially, share_c = ratio^(-c / (classes - 1)): 1 for the first
 * class, 1 / ratio for the last, so that of equal classes the first has `ratio` times the last. With
 * `keep` they are as given; `[1, 0.1, 0.1]` is the step imbalance of the literature.
 *
 * @returns A set with bytes of its own, and `kept`: the index of each of its samples in the set given.
 * @throws RangeError if a share or the ratio is out of its range, a label has no class name, or there
 *   are fewer than two classes; TypeError if not exactly one of `ratio` and `keep` is given, or no seed.
 * @see Cui, Jia, Lin, Song and Belongie 2019, Class-balanced loss based on effective number of samples
 *
 * @example
 * ```ts
 * import { geoShapes, withImbalance } from '@gradus/datasets';
 * const data = geoShapes({ count: 300, kind: 'basic', seed: 1 });
 * const tail = withImbalance(data, { ratio: 100, seed: 7 });
 * [0, 1, 2].map((c) => tail.labels.filter((label) => label === c).length); // => [100, 10, 1]
 * tail.labels.every((label, i) => label === data.labels[tail.kept[i]]); // => true
 * ```
 */
export function withImbalance<D extends Dataset>(
  dataset: D,
  { ratio, keep, seed }: ImbalanceOptions,
): WithFactorsOf<D> & { kept: Int32Array } {
  checkDataset('withImbalance', dataset);
  const random = seededRandom('withImbalance', seed);
  const shares = sharesOf(dataset, ratio, keep);
  const members: number[][] = shares.map(() => []);
  for (const [i, label] of dataset.labels.entries()) {
    const own = members[label];
    if (own === undefined) {
      throw new RangeError(
        `withImbalance: labels[${i}] must be in [0, ${shares.length}), got ${label}`,
      );
    }
    own.push(i);
  }
  const kept = members.flatMap((own, c) => [
    ...shuffle(Int32Array.from(own), random).subarray(
      0,
      Math.round((shares[c] as number) * own.length),
    ),
  ]);
  const sorted = Int32Array.from(kept).sort();
  return { ...subset(dataset, sorted), kept: sorted };
}

function sharesOf(
  { name, classNames }: Dataset,
  ratio: number | undefined,
  keep: readonly number[] | undefined,
): readonly number[] {
  const classes = classNames.length;
  if (classes < 2) {
    throw new RangeError(`withImbalance: ${name} must have 2 classes or more, got ${classes}`);
  }
  if ((ratio === undefined) === (keep === undefined)) {
    throw new TypeError('withImbalance: give either ratio or keep');
  }
  if (ratio !== undefined) {
    if (!(ratio >= 1 && ratio < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`withImbalance: ratio must be >= 1 and finite, got ${ratio}`);
    }
    // A last bit that an engine chooses cannot change a rounded count but where it stands at exactly one half.
    return classNames.map((_, c) => 1 / ratio ** (c / (classes - 1)));
  }
  const shares = keep as readonly number[];
  if (shares.length !== classes) {
    throw new RangeError(`withImbalance: keep must hold ${classes} values, got ${shares.length}`);
  }
  for (const [c, share] of shares.entries()) {
    if (!(share >= 0 && share <= 1)) {
      throw new RangeError(`withImbalance: keep[${c}] must be in [0, 1], got ${share}`);
    }
  }
  return shares;
}
