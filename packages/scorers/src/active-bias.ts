import { type MomentsSnapshot, runningMoments } from './running-moments.ts';

export interface ActiveBiasOptions {
  /** `'variance'` (default) or `'threshold'`. */
  by?: 'variance' | 'threshold' | undefined;
  /** Added to every score, > 0, so that no sample is lost; 0.01 where it is left out. */
  smoothing?: number | undefined;
  /** A snapshot to go on from. */
  from?: MomentsSnapshot | undefined;
}

export interface ActiveBias {
  /** Notes the probability that the model gave each of these samples' true class. */
  observe(indices: ArrayLike<number>, probabilities: ArrayLike<number>): void;
  /** `[size]`, higher = harder. */
  scores(): Float32Array;
  snapshot(): MomentsSnapshot;
}

/**
 * Active bias: how undecided a model has been about a sample's true class over training.
 *
 * By variance, score = sqrt(v + v^2 / (n - 1)) + smoothing: the standard deviation of the n probabilities seen
 * so far, with v their variance, raised by the error of v itself. By threshold, score = m (1 - m) +
 * smoothing, with m their mean: how close it is to one half. Where fewer than two (or one) were seen, the
 * score is `smoothing`.
 *
 * The scores are sampling weights as they are (or loss weights, divided by their mean).
 *
 * @param size How many samples there are.
 * @param options.by `'variance'` (default, over n), or `'threshold'`.
 * @param options.smoothing Added to every score, > 0, 0.01 by default; the paper takes the mean of the scores
 *   without it.
 * @param options.from A snapshot to go on from.
 * @returns `observe(indices, probabilities)`, `scores()` `[size]`, higher = harder, and `snapshot()`.
 * @throws RangeError for a size, index, probability, option or snapshot that does not fit.
 * @see Chang, Learned-Miller and McCallum 2017, Active Bias, sections 3.2 and 3.3
 *
 * @example
 * ```ts
 * import { activeBias } from '@gradus/scorers';
 * const history = activeBias(2, { by: 'threshold', smoothing: 0.5 });
 * history.observe([0, 1], [0.5, 1]);
 * history.scores(); // => Float32Array.of(0.75, 0.5)
 * ```
 */
export function activeBias(size: number, options: ActiveBiasOptions = {}): ActiveBias {
  const { by = 'variance', smoothing = 0.01, from } = options;
  if (by !== 'variance' && by !== 'threshold') {
    throw new RangeError(`activeBias: by must be 'variance' or 'threshold', got ${String(by)}`);
  }
  if (!(Number.isFinite(smoothing) && smoothing > 0)) {
    throw new RangeError(`activeBias: smoothing must be a finite number > 0, got ${smoothing}`);
  }
  const moments = runningMoments('activeBias', size, from);
  const undecided = {
    variance(i: number): number {
      const v = moments.variance(i);
      return moments.count(i) > 1 ? Math.sqrt(v + v ** 2 / (moments.count(i) - 1)) : 0;
    },
    threshold: (i: number): number => Math.max(moments.mean(i) * (1 - moments.mean(i)), 0),
  }[by];
  return {
    observe: moments.observe,
    scores: () => Float32Array.from({ length: size }, (_, i) => undecided(i) + smoothing),
    snapshot: moments.snapshot,
  };
}
