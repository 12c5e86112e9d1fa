import { quantile } from '../quantile.ts';
import { chanceOfAtLeast } from './mann-whitney.ts';

/** By how much the values of a second sample lie above those of a first. */
export interface Shift {
  /** The median of all differences between the two: Hodges and Lehmann's estimate. */
  estimate: number;
  /** Its 95 % interval; without bounds where the samples are too small for one. */
  low: number;
  high: number;
  /** The chance of such samples if the second lay no more than `margin` above the first. */
  pAbove: number;
  /** If it lay no more than `margin` below. */
  pBelow: number;
}

/** @see Hodges and Lehmann 1963, "Estimates of Location Based on Rank Tests" */
export function shift(first: number[], second: number[], margin: number): Shift {
  const [n, m] = [first.length, second.length];
  const differences = first.flatMap((a) => second.map((b) => b - a)).sort((a, b) => a - b);
  const above = differences.filter((d) => d > margin).length;
  const below = differences.filter((d) => d < -margin).length;
  // The bounds are the k-th differences from either end, for the largest k that chance passes in 2.5 %.
  let k = 0;
  while (chanceOfAtLeast(n * m - k, n, m) <= 0.025) k++;
  return {
    estimate: quantile(differences, 0.5),
    low: differences[k - 1] ?? Number.NEGATIVE_INFINITY,
    high: differences[n * m - k] ?? Number.POSITIVE_INFINITY,
    pAbove: chanceOfAtLeast(above, n, m),
    pBelow: chanceOfAtLeast(below, n, m),
  };
}
