import type { RandomOptions } from './alias-sampler.ts';
import { checkArray } from './check-array.ts';
import { checkIndex } from './check-index.ts';
import { checkOut } from './check-out.ts';
import { checkSum } from './check-sum.ts';
import { checkWeight } from './check-weight.ts';
import { checkWeights } from './check-weights.ts';
import { randomOf } from './random.ts';
import type { Sampler } from './sampler.ts';
import { fillFromTree, sumAbove, sumTree, sumUp } from './sum-tree.ts';
import { wrong } from './wrong.ts';

/** A sampler whose weights may change a few at a time. */
export interface DynamicSampler extends Sampler {
  /**
   * Gives each of these indices another weight; where an index comes twice the last one counts.
   *
   * On an error, also where all weights would be 0, nothing changes.
   */
  update(indices: ArrayLike<number>, weights: ArrayLike<number>): void;
}

const CALLER = 'dynamicSampler';

/**
 * Draws with replacement by weights that change between draws: O(log n) a draw, and a changed weight.
 *
 * P(i) = w_i / sum w, over the weights as they are now. The weights are the leaves of a tree of sums. After an update
 * every sum is that of its two children to the last bit, so nothing drifts; it costs least with many indices in one call.
 * Where all weights change together, `aliasSampler` and its `rebuild` are sooner.
 *
 * A draw takes one number of 53 bits: a weight below 1e-16 of the sum of all may be out of its reach. A weight of 0 is
 * never drawn.
 *
 * @param weights `[n]`, n >= 1, finite, >= 0, not all 0; not changed and not kept.
 * @param options `random`: where to draw from; `Math.random` unless given.
 * @returns A sampler with `update(indices, weights)`, both of one length.
 * @throws TypeError if the weights are no array of numbers or `random` is no function.
 * @throws RangeError if a weight is NaN, negative or infinite (with its place), all are 0, or their sum overflows; from
 *   `update`, also if an index is not in [0, n) or there are not as many of both.
 * @see Wong & Easton 1980, An efficient method for weighted sampling without replacement: the tree of sums
 *
 * @example
 * ```ts
 * import { createRng, dynamicSampler } from '@gradus/samplers';
 * const sampler = dynamicSampler([1, 1, 2], { random: createRng(7) });
 * sampler.probability(2); // => 0.5
 * sampler.update([2, 0], [0, 3]);
 * sampler.probability(0); // => 0.75
 * sampler.fill(new Int32Array(1000)).includes(2); // => false
 * ```
 */
export function dynamicSampler(
  weights: ArrayLike<number>,
  { random: given }: RandomOptions = {},
): DynamicSampler {
  const random = randomOf(CALLER, given);
  checkWeights(CALLER, weights);
  const size = weights.length;
  const tree = sumTree(weights);
  const { sums, leaves } = tree;
  const one = new Int32Array(1);
  let parents = new Int32Array(64);
  let former = new Float64Array(64);
  function update(indices: ArrayLike<number>, weights: ArrayLike<number>): void {
    checkUpdate(indices, weights, size);
    const count = indices.length;
    if (count > parents.length) {
      parents = new Int32Array(2 * count);
      former = new Float64Array(2 * count);
    }
    for (let k = 0; k < count; k++) {
      const leaf = leaves + (indices[k] as number);
      former[k] = sums[leaf] as number;
      sums[leaf] = weights[k] as number;
      parents[k] = leaf >> 1;
    }
    sumAbove(tree, parents, count);
    const sum = sums[1] as number;
    if (sum > 0 && sum < Infinity) return;
    for (let k = count - 1; k >= 0; k--) {
      const leaf = leaves + (indices[k] as number);
      sums[leaf] = former[k] as number;
      parents[k] = leaf >> 1;
    }
    sumAbove(tree, parents, count);
    checkSum(CALLER, sum);
  }

  return {
    size,
    next: () => fillFromTree(tree, random, one)[0] as number,
    fill(out) {
      checkOut(CALLER, out);
      return fillFromTree(tree, random, out);
    },
    probability(i) {
      checkIndex(CALLER, i, size);
      return (sums[leaves + i] as number) / (sums[1] as number);
    },
    rebuild(weights) {
      checkWeights(CALLER, weights, size);
      sums.set(weights, leaves);
      sumUp(tree);
    },
    update,
  };
}

function checkUpdate(indices: ArrayLike<number>, weights: ArrayLike<number>, size: number): void {
  checkArray(CALLER, 'indices', indices);
  checkArray(CALLER, 'weights', weights);
  if (indices.length !== weights.length) {
    throw new RangeError(
      `${CALLER}: there must be as many weights as indices, got ${weights.length} and ${indices.length}`,
    );
  }
  for (let k = 0; k < indices.length; k++) {
    const i = indices[k] as number;
    if (!(Number.isInteger(i) && i >= 0 && i < size)) {
      throw wrong(CALLER, `indices[${k}] must be in [0, ${size})`, i);
    }
    const w = weights[k] as number;
    if (typeof w !== 'number' || !(w >= 0 && w < Infinity)) checkWeight(CALLER, k, w);
  }
}
