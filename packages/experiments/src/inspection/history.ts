import type { Dataset } from '@gradus/datasets';
import { dataMap } from '@gradus/scorers';
import type { Look } from './look.ts';

/** One training as it was looked at: everything that the figures and numbers are made from. */
export interface History {
  /** Whose: `'geoshapes, conv, uniform, seed 1'`. */
  title: string;
  dataset: Dataset;
  /** Their scores are in every gallery look; the first is the run's own. */
  scorers: readonly string[];
  /** From before the first update to after the last. */
  looks: readonly Look[];
  /** The looks that galleries are shown of; the last look is among them. */
  galleries: readonly Look[];
  /** Mean and standard deviation of the probability of each sample's label over the looks after an update, `[count]`. */
  confidence: Float32Array;
  variability: Float32Array;
}

/** When to look: before the first update and `count` times after, at equal distances, the last update among them. */
export function lookSteps(steps: number, count: number): number[] {
  const all = Array.from({ length: count + 1 }, (_, k) => Math.round((k * steps) / count));
  return [...new Set(all)];
}

/** Joins looks into a history; the data map leaves out the look before the first update. */
export function historyOf(
  parts: Pick<History, 'title' | 'dataset' | 'scorers' | 'looks'> & { gallerySteps: number[] },
): History {
  const { gallerySteps, ...rest } = parts;
  const { count } = parts.dataset;
  const every = Int32Array.from({ length: count }, (_, i) => i);
  const map = dataMap(count);
  for (const { step, trueClass } of parts.looks) if (step > 0) map.observe(every, trueClass);
  return {
    ...rest,
    galleries: parts.looks.filter(({ step }) => gallerySteps.includes(step)),
    confidence: map.confidence(),
    variability: map.variability(),
  };
}
