import type { Images } from './messages.ts';

export const COLUMNS = 8;
const ROWS = 2;
const GAP = 2;

/** The samples with the highest known scores and those with the lowest, as many as a gallery shows. */
export function extremes(scores: Float32Array): { hardest: number[]; easiest: number[] } {
  const known = Array.from(scores.keys()).filter((i) => !Number.isNaN(scores[i]));
  known.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const shown = COLUMNS * ROWS;
  return { hardest: known.slice(0, shown), easiest: known.slice(-shown).reverse() };
}

/** Draws grey images into a canvas, pixel for pixel, and says in words what they are of. */
export function drawGallery(canvas: HTMLCanvasElement, images: Images, indices: number[]): string {
  const [height = 1, width = 1] = images.shape;
  canvas.width = COLUMNS * (width + GAP) - GAP;
  canvas.height = ROWS * (height + GAP) - GAP;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const pixels = context.createImageData(width, height);
  indices.forEach((index, k) => {
    for (let i = 0; i < width * height; i++) {
      const grey = images.inputs[index * width * height + i] as number;
      pixels.data.fill(grey, 4 * i, 4 * i + 3);
      pixels.data[4 * i + 3] = 255;
    }
    const x = (k % COLUMNS) * (width + GAP);
    const y = Math.floor(k / COLUMNS) * (height + GAP);
    context.putImageData(pixels, x, y);
  });
  const counts = new Map<string, number>();
  for (const index of indices) {
    const name = images.classNames[images.labels[index] as number] as string;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const named = [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${count} ${name}`);
  return named.join(', ');
}
