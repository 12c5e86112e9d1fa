import { exponential, logarithm } from './arithmetic.ts';
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
  /** In radians. */
  angle: number;
  /** Half the width and half the height before it is turned. */
  halves: [a: number, b: number];
  /** Where a triangle's peak is along its base, from 0 to 1. */
  peak: number;
}

/** From where to where something is drawn. */
export type Range = readonly [low: number, high: number];

/** What of the generator can be asked for: see `GeoShapesOptions`. */
export interface Ranges {
  angle?: Range | undefined;
  elongation: Range;
  peak: Range;
  area: Range;
  greys: number;
  fit: number;
  position: Range;
}

/** The generator of Bengio et al. */
export const PAPER: Ranges = {
  elongation: [1 / 3, 3],
  peak: [0, 1],
  area: [0.1, 0.4],
  greys: 8,
  fit: 0.9,
  position: [0, 1],
};

/** Draws the scene of one image: `label` is 0 rectangle, 1 ellipse, 2 triangle. */
export type Placement = (
  label: number,
  kind: GeoShapesOptions['kind'],
  random: () => number,
  ranges?: Ranges,
) => Scene;

const REDRAWS = 2000;

/**
 * The generator of Bengio et al.: area U(0.1, 0.4) of the image, elongation (width / height)
 * log-uniform in [1/3, 3], the bounding box at most 0.9 of the image and anywhere in it. Five tries
 * of area and elongation, then everything but the class is drawn anew.
 */
export const anywhere: Placement = (label, kind, random, ranges = PAPER) => {
  const { area, elongation, fit, greys, position } = ranges;
  const [low, high] = [logarithm(elongation[0]), logarithm(elongation[1])];
  for (let redraws = 0; redraws < REDRAWS; redraws++) {
    const angle = drawAngle(label, random, ranges);
    const peak = kind === 'geom' ? between(...ranges.peak, random) : 0.5;
    const background = Math.floor(greys * random());
    const foreground = (background + 1 + Math.floor((greys - 1) * random())) % greys;
    for (let tries = 0; tries < 5; tries++) {
      const pixels = between(...area, random) * SIDE * SIDE;
      const stretch = kind === 'geom' ? exponential(between(low, high, random)) : regular(label);
      const halves = halvesOf(label, pixels, stretch);
      const outline = ofHalves(label, ...halves, peak, angle);
      const [width, height] = [2 * outline.halfWidth, 2 * outline.halfHeight];
      if (Math.max(width, height) > fit * SIDE) continue;
      return {
        outline,
        x: width / 2 + (SIDE - width) * between(...position, random),
        y: height / 2 + (SIDE - height) * between(...position, random),
        foreground: Math.round((foreground * 255) / (greys - 1)),
        background: Math.round((background * 255) / (greys - 1)),
        angle,
        halves,
        peak,
      };
    }
  }
  throw new RangeError(
    `geoShapes: no shape fits: area [${area}] and elongation [${elongation}] are too much for fit ${fit}`,
  );
};

const SMALLEST = 4;
const LARGEST = 13;
const JITTER = 3;

/**
 * The easier one: half-extents U(4, 13) pixels, drawn again until the turned shape's bounding box
 * keeps to the same limits; the centre U(-3, 3) from the image's in both axes. 13 + 3 is half the
 * image, so the shape is inside. Greys are uniform over 0..255 where they differ by more than 0.15.
 */
export const centred: Placement = (label, kind, random, ranges = PAPER) => {
  const angle = drawAngle(label, random, ranges);
  const peak = kind === 'geom' ? between(...ranges.peak, random) : 0.5;
  let outline: Outline;
  let halves: [number, number];
  do {
    const b = between(SMALLEST, LARGEST, random);
    const a = kind === 'geom' ? between(SMALLEST, LARGEST, random) : b * regular(label);
    halves = [a, b];
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
    angle,
    halves,
    peak,
  };
};

/** A quarter turn covers the rectangles and ellipses of every elongation; a triangle needs the whole. */
function drawAngle(label: number, random: () => number, { angle }: Ranges): number {
  return angle === undefined
    ? (label === 2 ? 2 : 0.5) * Math.PI * random()
    : between(...angle, random);
}

/** Width / height of the square, the circle and the equilateral triangle. */
function regular(label: number): number {
  return label === 2 ? 2 / Math.sqrt(3) : 1;
}

/** How much of its box, before it is turned, a shape fills. */
function filled(label: number): number {
  return label === 0 ? 1 : label === 1 ? Math.PI / 4 : 0.5;
}

function halvesOf(label: number, area: number, elongation: number): [number, number] {
  const boxArea = area / filled(label);
  const height = Math.sqrt(boxArea / elongation);
  return [boxArea / height / 2, height / 2];
}

/** The area of a scene's shape as a share of the image. */
export function areaOf(label: number, { halves: [a, b] }: Scene): number {
  return (4 * a * b * filled(label)) / (SIDE * SIDE);
}

function ofHalves(label: number, a: number, b: number, peak: number, angle: number): Outline {
  if (label === 0) return rectangle(a, b, angle);
  return label === 1 ? ellipse(a, b, angle) : triangle(a, b, peak, angle);
}

function between(low: number, high: number, random: () => number): number {
  return low + (high - low) * random();
}
