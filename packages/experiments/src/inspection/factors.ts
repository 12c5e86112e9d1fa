import type { Dataset, GeoShapesFactors } from '@gradus/datasets';

/** Something that is known about each sample and that might make it hard. */
export interface Factor {
  name: string;
  /** What its values are in; `''` where they have no unit. */
  unit: string;
  /** `[count]`; NaN where it means nothing for a sample. */
  values: Float64Array;
  /** The names of the values 0, 1, ... where they are kinds and no quantity. */
  kinds?: readonly string[] | undefined;
}

/**
 * What is known about the samples of a set: the class of any, how GeoShapes or another set drew them, and which labels
 * were changed where some were.
 */
export function factorsOf(dataset: Dataset): Factor[] {
  const { factors = {}, noisy } = dataset as Dataset & { noisy?: Uint8Array };
  // Where labels were changed, the classes are those that were drawn.
  const found = [
    kinds('class', factors.class ?? dataset.labels, dataset.classNames),
    ...(isGeoShapes(factors) ? drawn(factors, dataset.shape) : named(factors)),
  ];
  return noisy === undefined ? found : [...found, kinds('label', noisy, ['as it was', 'changed'])];
}

function isGeoShapes(factors: object): factors is GeoShapesFactors {
  const names = ['area', 'foreground', 'background', 'elongation', 'angle', 'peak', 'x', 'y'];
  return ['class', ...names].every((name) => name in factors);
}

/** Factors of a set that is not known here, each as the quantity that it is. */
function named(factors: NonNullable<Dataset['factors']>): Factor[] {
  return Object.entries(factors)
    .filter(([name]) => name !== 'class')
    .map(([name, values]) => ({ name, unit: '', values: Float64Array.from(values) }));
}

/** GeoShapes' factors, put so that a larger value is more of one thing. */
function drawn(factors: GeoShapesFactors, [height = 0, width = 0]: number[]): Factor[] {
  const { area, foreground, background, elongation, angle, peak, x, y } = factors;
  const of = (name: string, unit: string, value: (i: number) => number): Factor => ({
    name,
    unit,
    values: Float64Array.from(area, (_, i) => value(i)),
  });
  const at = (values: ArrayLike<number>, i: number) => values[i] as number;
  const isTriangle = (i: number) => factors.class[i] === 2;
  return [
    of('size', 'share of the image', (i) => at(area, i)),
    of('contrast', 'levels of 255', (i) => Math.abs(at(foreground, i) - at(background, i))),
    of('elongation', 'longer side / shorter', (i) => {
      const ratio = at(elongation, i);
      return Math.max(ratio, 1 / ratio);
    }),
    // A quarter turn brings a rectangle and an ellipse back onto the axes, and a triangle never.
    of('rotation', 'degrees from the nearest axis', (i) => {
      const degrees = ((180 / Math.PI) * at(angle, i)) % 90;
      return isTriangle(i) ? Number.NaN : Math.min(degrees, 90 - degrees);
    }),
    of('rotation of a triangle', 'degrees', (i) =>
      isTriangle(i) ? (180 / Math.PI) * at(angle, i) : Number.NaN,
    ),
    of('skew of a triangle', 'its peak from the middle of its base', (i) =>
      isTriangle(i) ? Math.abs(at(peak, i) - 0.5) : Number.NaN,
    ),
    of('distance from the centre', 'pixels', (i) =>
      Math.hypot(at(x, i) - width / 2, at(y, i) - height / 2),
    ),
    of('position across', 'pixels from the left', (i) => at(x, i)),
    of('position down', 'pixels from the top', (i) => at(y, i)),
  ];
}

function kinds(name: string, values: ArrayLike<number>, names: readonly string[]): Factor {
  return { name, unit: '', values: Float64Array.from(values), kinds: names };
}
