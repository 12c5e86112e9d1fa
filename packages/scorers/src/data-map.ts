import { type MomentsSnapshot, runningMoments } from './running-moments.ts';

export interface DataMap {
  /** Notes the probability that the model gave each of these samples' true class. */
  observe(indices: ArrayLike<number>, probabilities: ArrayLike<number>): void;
  /** Mean of each sample's probabilities, `[size]`, in [0, 1]; high where it is easy. 0 where none was seen. */
  confidence(): Float32Array;
  /** Their standard deviation, `[size]`, in [0, 1/2]; high where the sample is ambiguous. */
  variability(): Float32Array;
  /** 1 - confidence, `[size]`: higher = harder. 1 where none was seen. */
  scores(): Float32Array;
  snapshot(): MomentsSnapshot;
}

/**
 * The data map: what a model made of each sample's true class over training, its mean and its spread.
 *
 * With p_1 to p_n the probabilities seen so far (one an epoch in the paper), confidence = mean p, variability
 * = sqrt(mean (p - confidence)^2). Easy samples have high confidence and low variability, ambiguous ones
 * high variability, hard ones (and wrong labels) low both.
 *
 * @param size How many samples there are.
 * @param options.from A snapshot to go on from.
 * @returns `observe(indices, probabilities)`, `confidence()`, `variability()`, `scores()` and `snapshot()`.
 * @throws RangeError for a size, index, probability or snapshot that does not fit.
 * @see Swayamdipta et al. 2020, Dataset Cartography, section 2
 *
 * @example
 * ```ts
 * import { dataMap } from '@gradus/scorers';
 * const map = dataMap(2);
 * map.observe([0, 1], [0.75, 0.25]);
 * map.observe([0, 1], [0.75, 0.75]);
 * map.confidence(); // => Float32Array.of(0.75, 0.5)
 * map.variability(); // => Float32Array.of(0, 0.25)
 * map.scores(); // => Float32Array.of(0.25, 0.5)
 * ```
 */
export function dataMap(
  size: number,
  options: { from?: MomentsSnapshot | undefined } = {},
): DataMap {
  const moments = runningMoments('dataMap', size, options.from);
  const each = (value: (i: number) => number) =>
    Float32Array.from({ length: size }, (_, i) => value(i));
  return {
    observe: moments.observe,
    confidence: () => each(moments.mean),
    variability: () => each((i) => Math.sqrt(moments.variance(i))),
    scores: () => each((i) => 1 - moments.mean(i)),
    snapshot: moments.snapshot,
  };
}
