import type { Dataset } from './dataset.ts';
import { rangesOf } from './geo-shapes-ranges.ts';
import { anywhere, areaOf, centred, type Range, SIDE } from './placement.ts';
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
  /** Soft edges: four points a pixel, five steps of grey (default: with `'centred'` alone). */
  antialiased?: boolean | undefined;
  /** From where to where shapes are turned, in radians within [-10, 10] (default: as far as looks new, see `geoShapes`). */
  angle?: Range | undefined;
  /** Where a triangle's peak is along its base, within [0, 1] (default that); `'geom'` only. */
  peak?: Range | undefined;
  /** Width / height before turning, within [1/7, 7] (default [1/3, 3]); `'geom'` and `'anywhere'` only. */
  elongation?: Range | undefined;
  /** The shape's share of the image, within (0, 1] (default [0.1, 0.4]); `'anywhere'` only. */
  area?: Range | undefined;
  /** How many levels of grey there are, black to white, 2 to 256 (default 8); `'anywhere'` only. */
  greys?: number | undefined;
  /** The most that the bounding box takes of the image's side, in (0, 1] (default 0.9); `'anywhere'` only. */
  fit?: number | undefined;
  /** Where in the room that is left the bounding box lies, both axes, within [0, 1] (default that); `'anywhere'` only. */
  position?: Range | undefined;
}

/** What was drawn for each sample, `[count]` each: to see what makes one difficult. */
export type GeoShapesFactors = {
  /** 0 rectangle, 1 ellipse, 2 triangle, as in `labels` (and as they were before `withLabelNoise`). */
  class: Uint8Array;
  /** How far it is turned, in radians. */
  angle: Float64Array;
  /** Width / height before turning. */
  elongation: Float64Array;
  /** Where a triangle's peak is along its base; 0.5 for the other classes. */
  peak: Float64Array;
  /** The shape's share of the image. */
  area: Float64Array;
  /** The greys of the shape and of what is around it, 0 to 255. */
  foreground: Uint8Array;
  background: Uint8Array;
  /** The centre of the bounding box, in pixels from the left and from the top. */
  x: Float64Array;
  y: Float64Array;
};

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
 * The options change where these numbers end, not which of them are drawn.
 *
 * @returns `inputs` `Uint8Array [count * 1024]`, `shape` `[32, 32, 1]`, classes `rectangle` 0, `ellipse` 1,
 *   `triangle` 2; and `factors`, what was drawn for each sample (`subset`, `split` and the like carry them along).
 * @throws RangeError if `count` is not an integer >= 1, `kind` or `placement` is none of the named,
 *   a range is out of bounds or of no use to them, no shape fits, or `seed` is a fraction; TypeError
 *   if there is no seed.
 * @see Bengio, Louradour, Collobert and Weston 2009, Curriculum Learning, section 5. There the
 *   classes come out at .34/.335/.324, as a shape that does not fit is redrawn with its class.
 *
 * @example
 * ```ts
 * import { geoShapes } from '@gradus/datasets';
 * const data = geoShapes({ count: 300, kind: 'geom', placement: 'centred', seed: 1 });
 * data.shape; // => [32, 32, 1]
 * data.labels.filter((label) => label === 2).length; // => 100
 * data.factors.area.every((share) => share < 0.5); // => true
 * ```
 */
export function geoShapes(options: GeoShapesOptions): Dataset & { factors: GeoShapesFactors } {
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
  const ranges = rangesOf(options);
  const place = placement === 'centred' ? centred : anywhere;
  const samples = (options.antialiased ?? placement === 'centred') ? 2 : 1;

  const inputs = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  const factors = noFactors(count);
  const three = Uint8Array.of(0, 1, 2);
  for (let i = 0; i < count; i++) {
    if (i % 3 === 0) shuffle(three, random);
    const label = three[i % 3] as number;
    labels[i] = label;
    const scene = place(label, kind, random, ranges);
    rasterise(scene, samples, inputs, i * SIDE * SIDE);
    factors.class[i] = label;
    factors.angle[i] = scene.angle;
    factors.elongation[i] = scene.halves[0] / scene.halves[1];
    factors.peak[i] = label === 2 ? scene.peak : 0.5;
    factors.area[i] = areaOf(label, scene);
    factors.foreground[i] = scene.foreground;
    factors.background[i] = scene.background;
    factors.x[i] = scene.x;
    factors.y[i] = scene.y;
  }
  return {
    name,
    inputs,
    labels,
    count,
    shape: [SIDE, SIDE, 1],
    classNames: ['rectangle', 'ellipse', 'triangle'],
    factors,
  };
}

function noFactors(count: number): GeoShapesFactors {
  const floats = () => new Float64Array(count);
  const bytes = () => new Uint8Array(count);
  return {
    class: bytes(),
    angle: floats(),
    elongation: floats(),
    peak: floats(),
    area: floats(),
    foreground: bytes(),
    background: bytes(),
    x: floats(),
    y: floats(),
  };
}
