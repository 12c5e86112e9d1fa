import { fillNumbers } from './fill-numbers.ts';
import type { Random } from './random.ts';

/**
 * A binary tree of sums in one array: the root is node 1, the children of node i are 2 i and 2 i + 1, and the second half
 * holds the weights, padded with 0.
 *
 * A parent is always worked out from its children anew, never moved by a difference: what rounding does to it then does
 * not grow, however often and however widely weights change.
 */
export interface SumTree {
  sums: Float64Array;
  /** How many leaves, and the first one's number. */
  leaves: number;
  /** Room for draws on their way down. */
  nodes: Int32Array;
  numbers: Float64Array;
}

/** How many draws go down the tree side by side, so that their look-ups in memory overlap. */
const ABREAST = 64;

/** A tree of these weights. */
export function sumTree(weights: ArrayLike<number>): SumTree {
  const leaves = 2 ** Math.max(1, 32 - Math.clz32(weights.length - 1));
  const sums = new Float64Array(2 * leaves);
  sums.set(weights, leaves);
  const tree: SumTree = {
    sums,
    leaves,
    nodes: new Int32Array(ABREAST),
    numbers: new Float64Array(ABREAST),
  };
  sumUp(tree);
  return tree;
}

/** Works out every parent from number `last` on down to the root. */
export function sumUp({ sums, leaves }: SumTree, last: number = leaves - 1): void {
  for (let i = last; i > 0; i--) sums[i] = (sums[2 * i] as number) + (sums[2 * i + 1] as number);
}

/**
 * Works out what is above `count` changed leaves: level by level, and whole levels where they hold fewer nodes than that.
 *
 * @param parents The parents of the leaves that changed; overwritten.
 */
export function sumAbove(tree: SumTree, parents: Int32Array, count: number): void {
  if (count === 0) return;
  const { sums } = tree;
  let level = tree.leaves / 2; // the number of its first node, and how many it has
  for (; level > 2 * count; level /= 2) {
    for (let k = 0; k < count; k++) {
      const i = parents[k] as number;
      sums[i] = (sums[2 * i] as number) + (sums[2 * i + 1] as number);
      parents[k] = i >> 1;
    }
  }
  sumUp(tree, 2 * level - 1);
}

/** Gives one leaf another weight. */
export function setLeaf({ sums, leaves }: SumTree, index: number, weight: number): void {
  let i = leaves + index;
  sums[i] = weight;
  for (i >>= 1; i > 0; i >>= 1) sums[i] = (sums[2 * i] as number) + (sums[2 * i + 1] as number);
}

/**
 * Fills `out` with indices drawn by the weights, one number of `random` each: down from the root, to the left where what
 * is left of the number is below the left child's sum.
 *
 * To the right only where something is: so that no rounding ends on a leaf without weight. Several draws go down abreast,
 * each step written without a branch on chance.
 */
export function fillFromTree(tree: SumTree, random: Random, out: Int32Array): Int32Array {
  const { sums, leaves, nodes, numbers } = tree;
  const root = sums[1] as number;
  for (let start = 0; start < out.length; start += ABREAST) {
    const count = Math.min(ABREAST, out.length - start);
    fillNumbers(random, numbers, count);
    for (let k = 0; k < count; k++) {
      numbers[k] = (numbers[k] as number) * root;
      nodes[k] = 1;
    }
    for (let level = 1; level < leaves; level *= 2) {
      for (let k = 0; k < count; k++) {
        const left = (nodes[k] as number) << 1;
        const sum = sums[left] as number;
        const number = numbers[k] as number;
        const right = Number(number >= sum) & Number((sums[left + 1] as number) > 0);
        numbers[k] = number - sum * right;
        nodes[k] = left + right;
      }
    }
    for (let k = 0; k < count; k++) out[start + k] = (nodes[k] as number) - leaves;
  }
  return out;
}
