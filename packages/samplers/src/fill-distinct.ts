import type { Random } from './random.ts';
import { fillFromTree, setLeaf, sumTree } from './sum-tree.ts';

/** How draws of one law are made, and what it is. */
export interface Law {
  size: number;
  /** Independent draws with replacement, from a place on. */
  fillFrom(out: Int32Array, from: number): unknown;
  /** What they are in proportion to; asked for only where draws are repeated too often. */
  weights(): ArrayLike<number>;
  /** How many draws in vain cost as much as a tree of sums. */
  patience: number;
}

/**
 * Fills `out` with different indices, each drawn in proportion to the weights among those not drawn before: successive
 * sampling, in the order drawn.
 *
 * Draws with replacement of which the repeated ones are left out have exactly this law. Once too many of them
 * have been left out, a tree of sums, from which what is drawn is taken out, goes on: no draw there
 * is in vain. That moment depends only on what was drawn before, so the law stays as it is.
 *
 * @param out At most as long as there are indices with a weight.
 * @param marks Room for a bit for each index, all 0; they are 0 again at the end.
 * @see Efraimidis & Spirakis 2006, Weighted random sampling with a reservoir: the same law as that of exponential keys
 */
export function fillDistinct(
  law: Law,
  random: Random,
  out: Int32Array,
  marks: Int32Array,
): Int32Array {
  let patience = 64 + law.patience;
  let k = 0;
  try {
    while (k < out.length && patience > 0) {
      law.fillFrom(out, k);
      k = keepNew(out, k, marks);
      patience -= out.length - k; // so many were drawn in vain
    }
  } finally {
    if (marks.length < 8 * k) marks.fill(0);
    else for (let d = 0; d < k; d++) marks[(out[d] as number) >>> 5] = 0;
  }
  if (k < out.length) drawOnFromTree(law, random, out, k);
  return out;
}

/** Moves those from k on that are not marked up to k, marks them, and returns where they end; no branch on which. */
function keepNew(out: Int32Array, from: number, marks: Int32Array): number {
  let k = from;
  for (let d = from; d < out.length; d++) {
    const i = out[d] as number;
    const word = marks[i >>> 5] as number;
    out[k] = i; // never ahead of d
    k += 1 ^ ((word >>> i) & 1);
    marks[i >>> 5] = word | (1 << i);
  }
  return k;
}

function drawOnFromTree(law: Law, random: Random, out: Int32Array, drawn: number): void {
  const weights = Float64Array.from(law.weights());
  for (let k = 0; k < drawn; k++) weights[out[k] as number] = 0;
  const tree = sumTree(weights);
  const one = new Int32Array(1);
  for (let k = drawn; k < out.length; k++) {
    const i = fillFromTree(tree, random, one)[0] as number;
    out[k] = i;
    setLeaf(tree, i, 0);
  }
}
