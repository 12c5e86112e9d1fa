import { type Scene, SIDE } from './placement.ts';

/**
 * Draws a scene into the `SIDE * SIDE` bytes of `image` from `offset` on.
 *
 * A pixel takes its grey from `samples * samples` points spread evenly over it, by how many of them
 * lie in the outline: 1 asks whether its centre does, 2 softens the edges to five steps of grey.
 */
export function rasterise(scene: Scene, samples: number, image: Uint8Array, offset: number): void {
  const { outline, x, y, foreground, background } = scene;
  const greys = Uint8Array.from({ length: samples * samples + 1 }, (_, hits) =>
    Math.round(background + ((foreground - background) * hits) / (samples * samples)),
  );
  const ends = new Float64Array(2);
  const hits = new Uint8Array(SIDE);
  image.fill(background, offset, offset + SIDE * SIDE);
  const first = Math.max(0, Math.floor(y - outline.halfHeight));
  const last = Math.min(SIDE - 1, Math.floor(y + outline.halfHeight));
  for (let row = first; row <= last; row++) {
    hits.fill(0);
    for (let k = 0; k < samples; k++) {
      outline.span(row + (k + 0.5) / samples - y, ends);
      const from = Math.max(0, Math.ceil((x + (ends[0] as number)) * samples - 0.5));
      const to = Math.min(
        SIDE * samples - 1,
        Math.floor((x + (ends[1] as number)) * samples - 0.5),
      );
      for (let point = from; point <= to; point++) {
        const column = Math.floor(point / samples);
        hits[column] = (hits[column] as number) + 1;
      }
    }
    for (let column = 0; column < SIDE; column++) {
      image[offset + row * SIDE + column] = greys[hits[column] as number] as number;
    }
  }
}
