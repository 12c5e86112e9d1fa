import type { Dataset } from '@gradus/datasets';

/** One image as bytes, its channels together: grey or RGB. */
export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/** Larger images are made smaller by a whole factor, so that forty of them fit into a page. */
const LARGEST = 128;

/** Height, width and channels of a set's samples, or null where they are no grey or RGB images. */
export function imageShape({ shape }: Pick<Dataset, 'shape'>): [number, number, 1 | 3] | null {
  const [height, width, channels = 1] = shape;
  if (height === undefined || width === undefined || shape.length > 3) return null;
  if (height < 1 || width < 1 || (channels !== 1 && channels !== 3)) return null;
  return [height, width, channels];
}

/**
 * Takes one sample's image out of a set: bytes as they are, floats from [0, 1], or from `range` where
 * the set has other values. Returns null where samples are no images.
 */
export function pixelsOf(
  dataset: Dataset,
  index: number,
  range: readonly [number, number] = [0, 1],
): Pixels | null {
  const shape = imageShape(dataset);
  if (shape === null) return null;
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const values = dataset.inputs.subarray(index * size, (index + 1) * size);
  const data =
    values instanceof Uint8Array
      ? values.slice()
      : Uint8Array.from(values, (v) => byteOf(v, range));
  return smaller({ width, height, channels, data });
}

/** The range that float images are shown from: [0, 1] where all values are in it, else from the least to the most. */
export function rangeOf(
  { inputs }: Dataset,
  size: number,
  indices: readonly number[],
): [number, number] {
  let [low, high] = [0, 1];
  if (inputs instanceof Uint8Array) return [low, high];
  for (const index of indices) {
    for (const value of inputs.subarray(index * size, (index + 1) * size)) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

function byteOf(value: number, [low, high]: readonly [number, number]): number {
  const share = (value - low) / (high - low);
  return Number.isFinite(share) ? Math.round(255 * Math.min(1, Math.max(0, share))) : 0;
}

/** Averages squares of pixels until the longer side is at most `LARGEST`. */
function smaller(image: Pixels): Pixels {
  const factor = Math.ceil(Math.max(image.width, image.height) / LARGEST);
  if (factor === 1) return image;
  const { channels } = image;
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const data = new Uint8Array(width * height * channels);
  const rows = Math.min(factor, image.height);
  const columns = Math.min(factor, image.width);
  for (let at = 0; at < data.length; at++) {
    const channel = at % channels;
    const x = ((at - channel) / channels) % width;
    const y = Math.floor(at / channels / width);
    let sum = 0;
    for (let dy = 0; dy < rows; dy++) {
      for (let dx = 0; dx < columns; dx++) {
        const from = (y * factor + dy) * image.width + x * factor + dx;
        sum += image.data[from * channels + channel] as number;
      }
    }
    data[at] = Math.round(sum / (rows * columns));
  }
  return { width, height, channels, data };
}
