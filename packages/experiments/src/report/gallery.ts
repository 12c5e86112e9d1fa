import { encode } from 'fast-png';
import { type Gallery, type GalleryItem, pickSamples } from './pick-samples.ts';
import type { Pixels } from './pixels.ts';
import type { GallerySource } from './report-input.ts';

/** A file of a run folder. */
export interface ReportFile {
  name: string;
  data: string | Uint8Array;
}

/** How samples are laid out. */
interface Layout {
  columns: number;
  /** To how many pixels the longer side is enlarged, about: by a whole factor. */
  side: number;
}

const GAP = 6;
const FRAME = 4;
/** The colour around images that the model gets wrong, #b84a00. */
const WRONG = [184, 74, 0];

/** The galleries of a source as files; none where its samples are no images. */
export function galleryFiles(source: GallerySource): { name: string; data: Uint8Array }[] {
  const gallery = pickSamples(source);
  if (gallery === null) return [];
  return (['hardest', 'easiest'] as const)
    .filter((side) => gallery[side].length > 0)
    .map((side: keyof Gallery) => ({
      name: `gallery-${side}.png`,
      data: galleryPng(gallery[side], `${side} first, by ${source.title}`),
    }));
}

/**
 * Lays samples out as one picture, five in a row in their order and about 112 pixels large unless said otherwise, on
 * white. What the model gets wrong has a frame; who is what stands in the picture's `Description`, a line each.
 *
 * @param items At least one, all of one size.
 * @returns The bytes of a PNG.
 */
export function galleryPng(
  items: readonly GalleryItem[],
  title: string,
  { columns: most, side }: Layout = { columns: 5, side: 112 },
): Uint8Array {
  const first = items[0]?.image;
  if (first === undefined) throw new RangeError('galleryPng: items must not be empty');
  const scale = Math.max(1, Math.round(side / Math.max(first.width, first.height)));
  const cellWidth = scale * first.width + 2 * FRAME;
  const cellHeight = scale * first.height + 2 * FRAME;
  const rows = Math.ceil(items.length / most);
  const columns = Math.min(most, items.length);
  const width = columns * (cellWidth + GAP) + GAP;
  const height = rows * (cellHeight + GAP) + GAP;
  const data = new Uint8Array(width * height * 3).fill(255);
  items.forEach(({ image, wrong }, i) => {
    const left = GAP + (i % most) * (cellWidth + GAP);
    const top = GAP + Math.floor(i / most) * (cellHeight + GAP);
    for (let y = 0; y < cellHeight; y++) {
      for (let x = 0; x < cellWidth; x++) {
        const from = [Math.floor((x - FRAME) / scale), Math.floor((y - FRAME) / scale)] as const;
        const colour = colourAt(image, ...from) ?? (wrong ? WRONG : null);
        if (colour !== null) data.set(colour, 3 * ((top + y) * width + left + x));
      }
    }
  });
  const lines = items.map((item, i) => `${i + 1}. ${inWords(item)}`);
  const text = { Title: latin1(title), Description: latin1(lines.join('\n')) };
  return encode({ width, height, data, channels: 3, text });
}

/** One image as an address that a page can carry in itself. */
export function dataUri({ width, height, channels, data }: Pixels): string {
  return pngUri(encode({ width, height, channels, data }));
}

/** The same for a picture that is a PNG already. */
export function pngUri(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

/** "sample 17: ellipse, predicted triangle, score 1.05". */
export function inWords({ index, label, prediction, score }: GalleryItem): string {
  return `sample ${index}: ${label}, predicted ${prediction}, score ${score.toPrecision(3)}`;
}

function colourAt(
  { width, height, channels, data }: Pixels,
  x: number,
  y: number,
): number[] | null {
  if (x < 0 || y < 0 || x >= width || y >= height) return null;
  const at = (y * width + x) * channels;
  const [red = 0, green = red, blue = red] = data.subarray(at, at + channels);
  return [red, green, blue];
}

/** The texts in a PNG know no other characters. */
function latin1(text: string): string {
  return text.replace(/[^\n\x20-\x7e\xa0-\xff]/g, '?');
}
