import type { Dataset } from './dataset.ts';
import { loadFile } from './load-file.ts';
import type { LoadOptions, Publication, PublishedFile } from './load-options.ts';
import { parseIdx } from './parse-idx.ts';
import type { Platform } from './platform.ts';

/** A set of grey images that was published as IDX files. */
export interface PublishedImages extends Publication {
  classNames: string[];
  train: { images: PublishedFile; labels: PublishedFile };
  test: { images: PublishedFile; labels: PublishedFile };
}

/** Loads one part of a set of images, every file checked before it is looked into. */
export async function loadImages(
  set: PublishedImages,
  split: 'train' | 'test',
  options: LoadOptions = {},
  platform?: Platform,
): Promise<Dataset> {
  checkSplit(set.caller, split);
  const images = await load(set, set[split].images, options, platform);
  const labels = await load(set, set[split].labels, options, platform);
  const [count, height, width] = images.shape as [number, number, number];
  return {
    name: `${set.name}-${split}`,
    inputs: images.data,
    labels: labels.data,
    count,
    shape: [height, width, 1],
    classNames: [...set.classNames],
  };
}

/** Throws unless `split` is one of the two parts that published sets have. */
export function checkSplit(caller: string, split: unknown): void {
  if (split !== 'train' && split !== 'test') {
    throw new RangeError(`${caller}: split must be 'train' or 'test', got ${split}`);
  }
}

async function load(
  set: PublishedImages,
  file: PublishedFile,
  options: LoadOptions,
  platform: Platform | undefined,
) {
  const { path, bytes } = await loadFile(set, file, options, platform);
  return parseIdx(bytes, path);
}
