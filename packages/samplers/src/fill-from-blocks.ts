import { BLOCK } from './check-weights.ts';
import { fillNumbers } from './fill-numbers.ts';
import type { Random } from './random.ts';

/** How many draws are made side by side, so that their look-ups in memory overlap. */
const ABREAST = 64;
/** How many weights share a line of a cache, where they are float64. */
const LINE = 8;

// Kept, and so of a length that the compiler knows.
const blocks = /* @__PURE__ */ new Int32Array(ABREAST);
/** What was looked at ends here, or an engine might leave the looks out. */
const seen = /* @__PURE__ */ new Float64Array(1);

/**
 * Fills `out` from a place on with indices drawn by the weights, one number of `random` each; never one without weight.
 *
 * @param sums The running sums of their blocks, as `checkWeights` has them: what it takes to draw few from many, at a
 *   fraction of any table's cost.
 */
export function fillFromBlocks(
  weights: ArrayLike<number>,
  sums: Float64Array,
  random: Random,
  out: Int32Array,
  from = 0,
): void {
  const total = sums[sums.length - 1] as number;
  const targets = new Float64Array(ABREAST); // not kept: `random` might come here, too
  for (let start = from; start < out.length; start += ABREAST) {
    const count = Math.min(ABREAST, out.length - start);
    fillNumbers(random, targets, count);
    for (let k = 0; k < count; k++) targets[k] = (targets[k] as number) * total;
    findBlocks(sums, targets, count);
    look(weights, count);
    for (let k = 0; k < count; k++) {
      const block = blocks[k] as number;
      out[start + k] = find(weights, block, (targets[k] as number) - (sums[block] as number));
    }
  }
}

/** For each target the last block with sums[block] <= target, which is below the sum of all: level by level. */
function findBlocks(sums: Float64Array, targets: Float64Array, count: number): void {
  const last = sums.length - 1;
  blocks.fill(0);
  for (let step = 2 ** (31 - Math.clz32(last)); step >= 1; step >>= 1) {
    for (let k = 0; k < count; k++) {
      const block = blocks[k] as number;
      const further = Math.min(block + step, last);
      const isUp = Number((sums[further] as number) <= (targets[k] as number));
      blocks[k] = block + (further - block) * isUp;
    }
  }
}

/** Looks into each block, which does nothing but bring it near: many looks are under way to memory at once. */
function look(weights: ArrayLike<number>, count: number): void {
  const last = weights.length - 1;
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const first = (blocks[k] as number) * BLOCK;
    for (let i = first; i < first + BLOCK; i += LINE) sum += weights[Math.min(i, last)] as number;
  }
  seen[0] = sum;
}

/** The first index in a block up to and with which its weights sum to more than `target`. */
function find(weights: ArrayLike<number>, block: number, target: number): number {
  const end = Math.min(weights.length, (block + 1) * BLOCK);
  let left = target;
  for (let i = block * BLOCK; i < end; i++) {
    left -= weights[i] as number;
    if (left < 0) return i;
  }
  let last = end - 1; // where the block's sum was rounded up: the last with a weight
  while (weights[last] === 0) last--;
  return last;
}
