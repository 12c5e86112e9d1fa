import { fillNumbers } from './fill-numbers.ts';
import type { Random } from './random.ts';

/** How many weights a block has. */
const BLOCK = 32;
/** How many draws are made at a time. */
const ABREAST = 64;

/**
 * The running sums of blocks of 32 weights: what it takes to draw few from many, at a fraction of any table's cost.
 *
 * Entry b is the sum of all before block b, so the last is the sum of all.
 */
export function blockSums(weights: ArrayLike<number>): Float64Array {
  const n = weights.length;
  const sums = new Float64Array(Math.ceil(n / BLOCK) + 1);
  let total = 0;
  for (let b = 0; b < sums.length - 1; b++) {
    const end = Math.min(n, (b + 1) * BLOCK);
    let i = b * BLOCK;
    let s0 = 0; // four, because one would wait for itself
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (; i + 3 < end; i += 4) {
      s0 += weights[i] as number;
      s1 += weights[i + 1] as number;
      s2 += weights[i + 2] as number;
      s3 += weights[i + 3] as number;
    }
    for (; i < end; i++) s0 += weights[i] as number;
    total += s0 + s1 + (s2 + s3);
    sums[b + 1] = total;
  }
  return sums;
}

/** Fills `out` with indices drawn by the weights, one number of `random` each; never one without weight. */
export function fillFromBlocks(
  weights: ArrayLike<number>,
  sums: Float64Array,
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
function find(weights: ArrayLike<number>, sums: Float64Array, target: number): number {
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
