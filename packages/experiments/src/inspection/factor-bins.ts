import { mean, standardDeviation } from '../results/statistics.ts';
import type { Factor } from './factors.ts';

/** Samples that are alike in a factor, and how hard they are. */
export interface FactorBin {
  /** A kind's name, or the mean of the values. */
  at: string | number;
  /** The least and the greatest value. */
  from: number;
  to: number;
  count: number;
  /** Mean score, and the half of its 95 % interval (1.96 standard errors); null for one sample. */
  score: number;
  reach: number | null;
  /** The share of them that the model gets wrong. */
  wrong: number;
}

/**
 * Divides samples by a factor and averages their scores: kinds by kind, a quantity into `count` bins of as many
 * samples each, give or take one. Equal values stay together, so that there can be fewer bins. What has no finite
 * score, or no value, is left out.
 *
 * @param wrong 1 where the model gets a sample wrong, `[n]`.
 */
export function factorBins(
  { values, kinds }: Factor,
  scores: ArrayLike<number>,
  wrong: ArrayLike<number>,
  count = 6,
): FactorBin[] {
  const order = Array.from(values, (_, i) => i)
    .filter((i) => Number.isFinite(values[i]) && Number.isFinite(scores[i]))
    .sort((i, j) => (values[i] as number) - (values[j] as number));
  const groups = new Map<number, number[]>();
  let [bin, last] = [-1, Number.NaN];
  order.forEach((sample, place) => {
    const value = values[sample] as number;
    if (value !== last)
      bin = kinds === undefined ? Math.floor((place * count) / order.length) : value;
    last = value;
    const group = groups.get(bin);
    if (group === undefined) groups.set(bin, [sample]);
    else group.push(sample);
  });
  return [...groups.values()].map((samples) => {
    const of = (all: ArrayLike<number>) => samples.map((i) => all[i] as number);
    const own = of(values);
    const sd = standardDeviation(of(scores));
    return {
      at: kinds?.[own[0] as number] ?? mean(own),
      from: own[0] as number,
      to: own.at(-1) as number,
      count: samples.length,
      score: mean(of(scores)),
      reach: sd === null ? null : (1.96 * sd) / Math.sqrt(samples.length),
      wrong: mean(of(wrong)),
    };
  });
}
