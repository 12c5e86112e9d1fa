import { imageShape, type Pixels, pixelsOf, rangeOf } from './pixels.ts';
import type { GallerySource } from './report-input.ts';

/** A sample as a gallery shows it. */
export interface GalleryItem {
  index: number;
  score: number;
  label: string;
  prediction: string;
  wrong: boolean;
  image: Pixels;
}

export interface Gallery {
  /** From the hardest on. */
  hardest: GalleryItem[];
  /** From the easiest on. */
  easiest: GalleryItem[];
}

/**
 * Picks the hardest and the easiest samples by score, `each` of both, fewer where the set is so small
 * that one would be in both. Equal scores go by their place in the set; scores that are not finite
 * have no rank and are left out.
 *
 * @returns null where the samples are no images.
 * @throws RangeError if there is not one score and one prediction for each sample.
 */
export function pickSamples(source: GallerySource, each = 20): Gallery | null {
  const { dataset, scores, predictions } = source;
  for (const [name, values] of Object.entries({ scores, predictions })) {
    if (values.length !== dataset.count) {
      throw new RangeError(
        `pickSamples: ${name} must have a value for each of ${dataset.count} samples, got ${values.length}`,
      );
    }
  }
  const shape = imageShape(dataset);
  if (shape === null) return null;
  const scoreOf = (index: number) => scores[index] as number;
  const ranked = Array.from(scores.keys())
    .filter((index) => Number.isFinite(scoreOf(index)))
    .sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
  const hardest = ranked.slice(0, Math.min(each, Math.ceil(ranked.length / 2)));
  const easiest = ranked.slice(hardest.length).slice(-each).reverse();
  const range = rangeOf(dataset, shape[0] * shape[1] * shape[2], [...hardest, ...easiest]);
  const className = (label: number) => dataset.classNames[label] ?? String(label);
  const item = (index: number): GalleryItem => {
    const [label, prediction] = [dataset.labels[index] as number, predictions[index] as number];
    return {
      index,
      score: scoreOf(index),
      label: className(label),
      prediction: className(prediction),
      wrong: label !== prediction,
      image: pixelsOf(dataset, index, range) as Pixels,
    };
  };
  return { hardest: hardest.map(item), easiest: easiest.map(item) };
}
