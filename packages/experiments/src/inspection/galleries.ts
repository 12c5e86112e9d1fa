import { type GalleryItem, pickSamples } from '../report/pick-samples.ts';
import type { History } from './history.ts';
import type { Look } from './look.ts';

/** Samples in a row, the most extreme first, and what they are the most extreme in. */
export interface Row {
  title: string;
  items: GalleryItem[];
}

/** Samples in a row. */
export const ROW = 10;

type End = 'hardest' | 'easiest';

/** One end of a scorer's order, a row for each gallery look; none where samples are no images. */
export function overTime(history: History, scorer: string, end: End): Row[] {
  return history.galleries.flatMap((look) =>
    row(history, look, look.scores[scorer], end, `after ${look.step} updates`),
  );
}

/** One end of every scorer's order after the last update, a row each. */
export function byScorer(history: History, end: End): Row[] {
  const last = history.looks.at(-1) as Look;
  return history.scorers.flatMap((scorer) => row(history, last, last.scores[scorer], end, scorer));
}

/** The corners of the data map: what is easy to learn, ambiguous, and hard to learn. */
export function dataMapRows(history: History): Row[] {
  const last = history.looks.at(-1) as Look;
  const { confidence, variability } = history;
  const from = (scores: Float32Array, end: End, title: string) =>
    row(history, last, scores, end, title);
  return [
    ...from(confidence, 'hardest', 'easy to learn: the highest confidence'),
    ...from(variability, 'hardest', 'ambiguous: the highest variability'),
    ...from(confidence, 'easiest', 'hard to learn: the lowest confidence'),
  ];
}

function row(
  { dataset }: History,
  { predictions }: Look,
  scores: Float32Array | undefined,
  end: End,
  title: string,
): Row[] {
  if (scores === undefined) return [];
  const items = pickSamples({ title, dataset, scores, predictions }, ROW)?.[end] ?? [];
  return items.length === 0 ? [] : [{ title, items }];
}
