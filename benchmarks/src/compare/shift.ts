import { quantile } from '../quantile.ts';
import { chanceOfAtLeast } from './mann-whitney.ts';

/** By how much the values of a second sample lie above those of a first. */
export interface Shift {
  /** The median of all differences between the two: Hodges and Lehmann's estimate. */
  estimate: number;
  /** Its 95 % interval; without bounds where the samples are too small for one. */
  low: number;
  high: number;
  /** The chance of a second sample that lies so far above, if both were of one distribution. */
  pAbove: number;
  /** So far below. */
  pBelow: number;
}

/** @see Hodges and Lehmann 1963, "Estimates of Location Based on Rank Tests" */
export function shift(first: number[], second: number[]): Shift {
  const [n, m] = [first.length, second.length];
  const differences = Float64Array.from({ length: n * m }, (_, pair) => {
    return (second[Math.floor(pair / n)] as number) - (first[pair % n] as number);
  }).sort();
  let [above, below] = [0, 0];
  for (const difference of differences) {
    if (difference > 0) above++;
    else if (difference < 0) below++;
  }
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
