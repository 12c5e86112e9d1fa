import type { Dataset } from './dataset.ts';
import { anywhere, centred, SIDE } from './placement.ts';
import { rasterise } from './rasterise.ts';
import { seededRandom } from './seeded-random.ts';
import { shuffle } from './shuffle.ts';

/** What `geoShapes` draws. */
export interface GeoShapesOptions {
  /** How many images, an integer >= 1. */
  count: number;
  /** `'basic'`: squares, circles and equilateral triangles alone. `'geom'`: rectangles, ellipses and triangles of any proportion. */
  kind: 'basic' | 'geom';
  /** `'anywhere'` (default): the paper's generator, hard for small nets. `'centred'`: easier, see `geoShapes`. */
  placement?: 'anywhere' | 'centred' | undefined;
  /** Which images; any integer, 0 too, or any string. */
  seed: number | string;
}

/**
 * Draws grey 32 x 32 images of one rectangle, ellipse or triangle each, on a plain background, with
 * the shape wholly inside: the task on which Bengio et al. showed curriculum learning.
 *
 * Every factor is drawn on its own (U is uniform; sizes in pixels unless said):
 *
 * | factor | `anywhere`, the paper's | `centred` |
 * |---|---|---|
 * | angle | rectangle, ellipse U(0, pi/2); triangle U(0, 2 pi) | the same |
 * | size | area U(0.1, 0.4) of the image | half-extents U(4, 13) |
 * | width / height | basic: regular; geom: log-uniform in [1/3, 3] | basic: regular; geom: both half-extents drawn |
 * | peak of a triangle, along its base | basic 0.5; geom U(0, 1) | the same |
 * | limits of the turned bounding box | at most 0.9 of the image | half-extents in [4, 13] |
 * | position | bounding box uniform over the image | its centre U(-3, 3) from the image's, both axes |
 * | greys | two different ones of k/7, k = 0..7 | of 0..255, more than 0.15 x 255 apart |
 * | edges | hard | antialiased, 2 x 2 points a pixel |
 *
 * Classes are balanced: each run of three images from the first on has one of each, in random
 * order. The images of a seed form one endless row: a larger `count` only adds to its end, and a
 * **test set takes another seed**. Another kind or placement is another row. The same seed gives
 * the same bytes on every JavaScript engine.
 *
 * @returns `inputs` `Uint8Array [count * 1024]`, `shape` `[32, 32, 1]`, classes `rectangle` 0, `ellipse` 1, `triangle` 2.
 * @throws RangeError if `count` is not an integer >= 1, `kind` or `placement` is none of the named,
 *   or `seed` is a fraction; TypeError if there is no seed.
 * @see Bengio, Louradour, Collobert and Weston 2009, Curriculum Learning, section 5. There the
 *   classes come out at .34/.335/.324, as a shape that does not fit is redrawn with its class.
 *
 * @example
 * ```ts
 * import { geoShapes } from '@gradus/datasets';
 * const data = geoShapes({ count: 300, kind: 'geom', placement: 'centred', seed: 1 });
 * data.shape; // => [32, 32, 1]
 * data.labels.filter((label) => label === 2).length; // => 100
 * ```
 */
export function geoShapes(options: GeoShapesOptions): Dataset {
  const { count, kind, placement = 'anywhere', seed } = options;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`geoShapes: count must be an integer >= 1, got ${count}`);
  }
  if (kind !== 'basic' && kind !== 'geom') {
    throw new RangeError(`geoShapes: kind must be 'basic' or 'geom', got ${kind}`);
  }
  if (placement !== 'anywhere' && placement !== 'centred') {
    throw new RangeError(`geoShapes: placement must be 'anywhere' or 'centred', got ${placement}`);
  }
  const name = `geoshapes-${kind}-${placement}`;
  const random = seededRandom('geoShapes', seed, name);
  const place = placement === 'centred' ? centred : anywhere;
  const samples = placement === 'centred' ? 2 : 1;

  const inputs = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  const three = Uint8Array.of(0, 1, 2);
  for (let i = 0; i < count; i++) {
    if (i % 3 === 0) shuffle(three, random);
    const label = three[i % 3] as number;
    labels[i] = label;
    rasterise(place(label, kind, random), samples, inputs, i * SIDE * SIDE);
  }
  return {
    name,
    inputs,
    labels,
    count,
    shape: [SIDE, SIDE, 1],
    classNames: ['rectangle', 'ellipse', 'triangle'],
  };
}
