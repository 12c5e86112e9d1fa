/** Draws indices with replacement, index i with a probability in proportion to its weight. */
export interface Sampler {
  /** How many indices there are: draws are in 0, ..., `size - 1`. */
  readonly size: number;
  /** One index. */
  next(): number;
  /** Fills `out` with indices, the very ones that as many calls of `next` would give, and returns it. */
  fill(out: Int32Array): Int32Array;
  /** With what probability index i is drawn, as the table has it; they sum to 1. */
  probability(i: number): number;
  /** Takes new weights, as many as before. On an error the old ones stay. */
  rebuild(weights: ArrayLike<number>): void;
}
