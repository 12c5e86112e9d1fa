import { exponential } from './arithmetic.ts';
import type { GeoShapesOptions } from './geo-shapes.ts';
import { ellipse, type Outline, rectangle, triangle } from './outline.ts';

/** The side of an image in pixels. */
export const SIDE = 32;

/** One image before it is drawn: an outline, where its centre lies, and two greys in 0..255. */
export interface Scene {
  outline: Outline;
  x: number;
  y: number;
  foreground: number;
  background: number;
}

/** Draws the scene of one image: `label` is 0 rectangle, 1 ellipse, 2 triangle. */
export type Placement = (
  label: number,
  kind: GeoShapesOptions['kind'],
  random: () => number,
) => Scene;

const LOG_3 = 1.0986122886681098;

/**
 * The generator of Bengio et al.: area U(0.1, 0.4) of the image, elongation (width / height)
 * log-uniform in [1/3, 3], the bounding box at most 0.9 of the image and anywhere in it. Five tries
 * of area and elongation, then everything but the class is drawn anew.
 */
export const anywhere: Placement = (label, kind, random) => {
  for (;;) {
    const angle = drawAngle(label, random);
    const peak = kind === 'geom' ? random() : 0.5;
    const background = Math.floor(8 * random());
    const foreground = (background + 1 + Math.floor(7 * random())) % 8;
    for (let tries = 0; tries < 5; tries++) {
      const area = (0.1 + 0.3 * random()) * SIDE * SIDE;
      const elongation = kind === 'geom' ? exponential(LOG_3 * (2 * random() - 1)) : regular(label);
      const outline = ofArea(label, area, elongation, peak, angle);
      const [width, height] = [2 * outline.halfWidth, 2 * outline.halfHeight];
      if (Math.max(width, height) > 0.9 * SIDE) continue;
      return {
        outline,
        x: width / 2 + (SIDE - width) * random(),
        y: height / 2 + (SIDE - height) * random(),
        foreground: Math.round((foreground * 255) / 7),
        background: Math.round((background * 255) / 7),
      };
    }
  }
};

const SMALLEST = 4;
const LARGEST = 13;
const JITTER = 3;

/**
 * The easier one: half-extents U(4, 13) pixels, drawn again until the turned shape's bounding box
 * keeps to the same limits; the centre U(-3, 3) from the image's in both axes. 13 + 3 is half the
 * image, so the shape is inside. Greys are uniform over 0..255 where they differ by more than 0.15.
 */
export const centred: Placement = (label, kind, random) => {
  const angle = drawAngle(label, random);
  const peak = kind === 'geom' ? random() : 0.5;
  let outline: Outline;
  do {
    const b = between(SMALLEST, LARGEST, random);
    const a = kind === 'geom' ? between(SMALLEST, LARGEST, random) : b * regular(label);
    outline = ofHalves(label, a, b, peak, angle);
  } while (
    Math.min(outline.halfWidth, outline.halfHeight) < SMALLEST ||
    Math.max(outline.halfWidth, outline.halfHeight) > LARGEST
  );
  let foreground: number;
  let background: number;
  do {
    foreground = Math.floor(256 * random());
    background = Math.floor(256 * random());
  } while (Math.abs(foreground - background) <= 0.15 * 255);
  return {
    outline,
    x: SIDE / 2 + between(-JITTER, JITTER, random),
    y: SIDE / 2 + between(-JITTER, JITTER, random),
    foreground,
    background,
  };
};

/** A quarter turn covers the rectangles and ellipses of every elongation; a triangle needs the whole. */
function drawAngle(label: number, random: () => number): number {
  return (label === 2 ? 2 : 0.5) * Math.PI * random();
}

/** Width / height of the square, the circle and the equilateral triangle. */
function regular(label: number): number {
  return label === 2 ? 2 / Math.sqrt(3) : 1;
}

function ofArea(label: number, area: number, elongation: number, peak: number, angle: number) {
  const boxArea = label === 0 ? area : label === 1 ? (area * 4) / Math.PI : area * 2;
  const height = Math.sqrt(boxArea / elongation);
  return ofHalves(label, boxArea / height / 2, height / 2, peak, angle);
}

function ofHalves(label: number, a: number, b: number, peak: number, angle: number): Outline {
  if (label === 0) return rectangle(a, b, angle);
  return label === 1 ? ellipse(a, b, angle) : triangle(a, b, peak, angle);
}

function between(low: number, high: number, random: () => number): number {
  return low + (high - low) * random();
}
