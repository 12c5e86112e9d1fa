import type { Dataset } from '@gradus/datasets';
import { encode } from 'fast-png';

const COLUMNS = 12;
const MOST_ROWS = 30;
const GAP = 2;

/**
 * Draws the first images of each class as a PNG, a row for each class, up to 30 classes.
 *
 * @returns Nothing where the samples are no images of one or three channels. Floats are drawn from
 *   the least value of the set, black, to the greatest, white.
 */
export function contactSheet(dataset: Dataset): Uint8Array | undefined {
  const { shape, labels, classNames, count } = dataset;
  const [height, width, channels] = shape as [number, number, number];
  if (shape.length !== 3 || (channels !== 1 && channels !== 3) || count === 0) return undefined;
  const rows: number[][] = Array.from({ length: Math.min(MOST_ROWS, classNames.length) }, () => []);
  for (let i = 0; i < count; i++) {
    const row = rows[labels[i] as number];
    if (row !== undefined && row.length < COLUMNS) row.push(i);
  }
  const scale = Math.max(1, Math.floor(56 / Math.max(width, height)));
  const [cellWidth, cellHeight] = [width * scale + GAP, height * scale + GAP];
  const sheetWidth = COLUMNS * cellWidth + GAP;
  const sheetHeight = rows.length * cellHeight + GAP;
  const data = new Uint8Array(sheetWidth * sheetHeight * 3).fill(255);
  const toByte = byteOf(dataset);
  for (const [r, row] of rows.entries()) {
    for (const [c, sample] of row.entries()) {
      for (let y = 0; y < height * scale; y++) {
        for (let x = 0; x < width * scale; x++) {
          const pixel = Math.floor(y / scale) * width + Math.floor(x / scale);
          const to = (GAP + r * cellHeight + y) * sheetWidth + GAP + c * cellWidth + x;
          for (let k = 0; k < 3; k++) {
            const from = (sample * height * width + pixel) * channels + (channels === 3 ? k : 0);
            data[to * 3 + k] = toByte(from);
          }
        }
      }
    }
  }
  return encode({ width: sheetWidth, height: sheetHeight, channels: 3, depth: 8, data });
}

function byteOf({ inputs }: Dataset): (at: number) => number {
  if (inputs instanceof Uint8Array) return (at) => inputs[at] as number;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of inputs) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return (at) => (high > low ? (((inputs[at] as number) - low) / (high - low)) * 255 : 0);
}
