import { BLOCK } from './check-weights.ts';
import { fillNumbers } from './fill-numbers.ts';
import type { Random } from './random.ts';

/** How many draws are made at a time. */
const ABREAST = 64;

/**
 * Fills `out` with indices drawn by the weights, one number of `random` each; never one without weight.
 *
 * @param sums The running sums of their blocks, as `checkWeights` has them: what it takes to draw few from many, at a
 *   fraction of any table's cost.
 */
export function fillFromBlocks(
  weights: ArrayLike<number>,
  sums: number[],
  random: Random,
  out: Int32Array,
): void {
  const total = sums[sums.length - 1] as number;
  const numbers = new Float64Array(Math.min(ABREAST, out.length));
  for (let start = 0; start < out.length; start += ABREAST) {
    const count = Math.min(ABREAST, out.length - start);
    fillNumbers(random, numbers, count);
    for (let k = 0; k < count; k++) {
      out[start + k] = find(weights, sums, (numbers[k] as number) * total);
    }
  }
}

/** The first index up to and with which the weights sum to more than `target`, which is below the sum of all. */
function find(weights: ArrayLike<number>, sums: number[], target: number): number {
  const blocks = sums.length - 1; // and sums[blocks] is above the target
  let block = 0; // the last with sums[block] <= target
  for (let step = 2 ** (31 - Math.clz32(blocks)); step >= 1; step /= 2) {
    const further = Math.min(block + step, blocks);
    block += (further - block) * Number((sums[further] as number) <= target);
  }
  const end = Math.min(weights.length, (block + 1) * BLOCK);
  let left = target - (sums[block] as number);
  let last = 0; // with a weight: where the block's sum was rounded up
  for (let i = block * BLOCK; i < end; i++) {
    const weight = weights[i] as number;
    if (weight === 0) continue;
    if (left < weight) return i;
    left -= weight;
    last = i;
  }
  return last;
}
