import { checkDataset, type Dataset } from './dataset.ts';
import type { WithFactorsOf } from './factors.ts';
import { seededRandom } from './seeded-random.ts';
import { shuffle } from './shuffle.ts';
import { subset } from './subset.ts';

/** How `split` divides. */
export interface SplitOptions {
  /** Which division; any integer, 0 too, or any string. */
  seed: number | string;
  /** Keep the shares of the classes in every part (default true). */
  stratified?: boolean | undefined;
}

/**
 * Divides a set at random into parts that share no sample: `split(data, 0.8, { seed })` is
 * `[80 %, the rest]`, `split(data, [5000, 1000], { seed })` two parts of those sizes.
 *
 * A part is a fraction in (0, 1) or a count, an integer >= 1. One number gives that part and the
 * rest; a list gives one set for each of its parts, and leaves out what they do not ask for.
 * Fractions are rounded so that together they miss nothing: `[0.5, 0.5]` of 3 samples is 2 and 1.
 *
 * With `stratified`, a part of m out of n samples has m n_c / n of each class c, rounded up or down
 * so as to sum to m (for a later part: of what the parts before it left). Each part is in random
 * order, with bytes (and factors, where there are any) of its own.
 *
 * @throws RangeError if a part is neither a fraction nor a count, is empty, or the parts exceed the
 *   set; TypeError if there is no seed.
 *
 * @example
 * ```ts
 * import { geoShapes, split } from '@gradus/datasets';
 * const data = geoShapes({ count: 300, kind: 'geom', seed: 1 });
 * const [training, validation] = split(data, 0.8, { seed: 7 });
 * [training.count, validation.count]; // => [240, 60]
 * validation.labels.filter((label) => label === 0).length; // => 20
 * ```
 */
export function split<D extends Dataset>(
  dataset: D,
  part: number,
  options: SplitOptions,
): [first: WithFactorsOf<D>, rest: WithFactorsOf<D>];
export function split<D extends Dataset, const Parts extends readonly number[]>(
  dataset: D,
  parts: Parts,
  options: SplitOptions,
): { -readonly [K in keyof Parts]: WithFactorsOf<D> };
export function split(
  dataset: Dataset,
  parts: number | readonly number[],
  options: SplitOptions,
): Dataset[] {
  const { seed, stratified = true } = options ?? {};
  checkDataset('split', dataset);
  const { count, labels } = dataset;
  if (typeof parts !== 'number' && !Array.isArray(parts)) {
    throw new TypeError(`split: parts must be a number or an array of numbers, got ${parts}`);
  }
  const sizes = sizesOf(typeof parts === 'number' ? [parts] : parts, count);
  if (typeof parts === 'number') {
    const rest = count - (sizes[0] as number);
    if (rest === 0) throw new RangeError(`split: part ${parts} of ${count} samples leaves no rest`);
    sizes.push(rest);
  }

  const random = seededRandom('split', seed);
  const order = shuffle(
    Int32Array.from({ length: count }, (_, i) => i),
    random,
  );
  const pools = new Map<number, number[]>(); // of each class, in a random order of the classes too
  for (const index of order) {
    const key = stratified ? (labels[index] as number) : 0;
    const pool = pools.get(key);
    if (pool === undefined) pools.set(key, [index]);
    else pool.push(index);
  }
  return sizes.map((size) => {
    const taken = takeEvenly([...pools.values()], size);
    return subset(dataset, shuffle(Int32Array.from(taken), random));
  });
}

/** Takes `size` samples from the pools, of each its share, the largest remainders rounded up. */
function takeEvenly(pools: number[][], size: number): number[] {
  const left = pools.reduce((sum, pool) => sum + pool.length, 0);
  // In whole numbers, size * length = whole * left + remainder, so that no rounding can miscount.
  const shares = pools.map((pool) => {
    const remainder = (size * pool.length) % left;
    return { pool, remainder, whole: (size * pool.length - remainder) / left };
  });
  let missing = size - shares.reduce((sum, { whole }) => sum + whole, 0);
  shares.sort((a, b) => b.remainder - a.remainder);
  return shares.flatMap(({ pool, whole }) => pool.splice(0, whole + (missing-- > 0 ? 1 : 0)));
}

function sizesOf(parts: readonly number[], count: number): number[] {
  let fractions = 0;
  let before = 0;
  let used = 0;
  return parts.map((part, i) => {
    const isFraction = part > 0 && part < 1;
    if (!isFraction && !(Number.isInteger(part) && part >= 1)) {
      throw new RangeError(
        `split: parts[${i}] must be a fraction in (0, 1) or a count, an integer >= 1, got ${part}`,
      );
    }
    let size = part;
    if (isFraction) {
      fractions += part;
      const upTo = Math.round(fractions * count);
      size = upTo - before;
      before = upTo;
    }
    used += size;
    if (size === 0)
      throw new RangeError(`split: parts[${i}] = ${part} of ${count} samples is none`);
    if (used > count) {
      throw new RangeError(`split: parts [${parts}] ask for ${used} of ${count} samples or more`);
    }
    return size;
  });
}
