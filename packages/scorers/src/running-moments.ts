import { checkScores, checkSize, checkSnapshot } from './check-history.ts';

/** Number, mean and sum of squared deviations of each sample's values; of JSON's kind. */
export interface MomentsSnapshot {
  count: number[];
  mean: number[];
  squares: number[];
}

export interface RunningMoments {
  observe(indices: ArrayLike<number>, values: ArrayLike<number>): void;
  count(i: number): number;
  mean(i: number): number;
  /** Over n, not n - 1; 0 where nothing was observed. */
  variance(i: number): number;
  snapshot(): MomentsSnapshot;
}

/**
 * Mean and variance of what is observed of each sample, in one pass (Welford's update), for values in [0, 1].
 *
 * @see Welford 1962, Note on a Method for Calculating Corrected Sums of Squares and Products
 */
export function runningMoments(
  caller: string,
  size: number,
  from?: MomentsSnapshot | undefined,
): RunningMoments {
  checkSize(caller, size);
  if (from) checkSnapshot(caller, from, size, ['count', 'mean', 'squares']);
  const count = Float64Array.from(from?.count ?? new Array(size).fill(0));
  const mean = Float64Array.from(from?.mean ?? new Array(size).fill(0));
  const squares = Float64Array.from(from?.squares ?? new Array(size).fill(0));
  return {
    observe(indices, values) {
      // A float32 softmax may pass 1 by its rounding.
      const fits = (p: number) => p >= 0 && p <= 1 + 1e-5;
      checkScores(caller, size, indices, values, 'probabilities', fits);
      for (let k = 0; k < indices.length; k++) {
        const i = indices[k] as number;
        const value = values[k] as number;
        const seen = (count[i] as number) + 1;
        const before = mean[i] as number;
        const after = before + (value - before) / seen;
        count[i] = seen;
        mean[i] = after;
        squares[i] = (squares[i] as number) + (value - before) * (value - after);
      }
    },
    count: (i) => count[i] as number,
    mean: (i) => mean[i] as number,
    variance: (i) => (count[i] ? (squares[i] as number) / (count[i] as number) : 0),
    snapshot: () => ({ count: [...count], mean: [...mean], squares: [...squares] }),
  };
}
