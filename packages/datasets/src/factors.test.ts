import { expect, test } from 'vitest';
import { concat, type GeoShapesFactors, geoShapes, split, subset } from './index.ts';
import { withImbalance } from './with-imbalance.ts';
import { withLabelNoise } from './with-label-noise.ts';

const shapes = geoShapes({ count: 60, kind: 'geom', seed: 3 });
const names = Object.keys(shapes.factors) as (keyof GeoShapesFactors)[];
const { factors: _, ...plain } = shapes;
/** Which sample of `shapes` it is, by its bytes. */
const numberOf = ({ inputs }: { inputs: ArrayLike<number> }, k: number): number => {
  const image = Array.from({ length: 1024 }, (__, i) => inputs[1024 * k + i]).join();
  return Array.from({ length: 60 }, (__, i) =>
    shapes.inputs.subarray(1024 * i, 1024 * i + 1024).join(),
  ).indexOf(image);
};
/** The factors, in arrays of the kinds and lengths they must have, of these samples of `shapes`. */
const factorsOf = (samples: number[]) =>
  Object.fromEntries(
    names.map((name) => {
      const drawn = samples.map((i) => shapes.factors[name][i] as number);
      return [
        name,
        shapes.factors[name] instanceof Float64Array
          ? Float64Array.from(drawn)
          : Uint8Array.from(drawn),
      ];
    }),
  );

test('a subset has the factors of its samples, in its order', () => {
  const part = subset(shapes, [7, 7, 0, 59]);
  expect(part.factors).toEqual(factorsOf([7, 7, 0, 59]));
  part.factors.area[0] = 9;
  expect(shapes.factors.area[7]).not.toBe(9);
});

test('each part of a split has the factors of its samples', () => {
  for (const part of split(shapes, [0.5, 10], { seed: 1 })) {
    const samples = Array.from({ length: part.count }, (__, k) => numberOf(part, k));
    expect(new Set(samples).size).toBe(part.count);
    expect(part.factors).toEqual(factorsOf(samples));
  }
});

test('sets end to end have their factors end to end', () => {
  const both = concat(subset(shapes, [4, 5]), subset(shapes, [1]));
  expect(both.factors).toEqual(factorsOf([4, 5, 1]));
});

test('sets end to end have those factors alone that every one has, in the wider kind', () => {
  const one = { ...plain, factors: { a: new Uint8Array(60).fill(1), b: new Uint8Array(60) } };
  const two = { ...plain, factors: { a: new Float64Array(60).fill(0.5) } };
  const { a, ...others } = concat<typeof one | typeof two>(one, two).factors;
  expect(a).toEqual(Float64Array.from({ length: 120 }, (__, i) => (i < 60 ? 1 : 0.5)));
  expect(others).toEqual({});
  expect('factors' in concat<typeof plain>(plain, one)).toBe(false);
});

test('wrong labels and fewer samples leave the factors as they were drawn', () => {
  const noisy = withLabelNoise(shapes, { rate: 0.5, seed: 1 });
  expect(noisy.factors).toBe(shapes.factors);
  expect(noisy.factors.class.some((label, i) => label !== noisy.labels[i])).toBe(true);
  const { factors, kept } = withImbalance(shapes, { ratio: 4, seed: 1 });
  expect(factors).toEqual(factorsOf([...kept]));
});

test('where there are none there are none', () => {
  for (const made of [
    subset(plain, [1]),
    ...split(plain, 0.5, { seed: 1 }),
    concat(plain, plain),
    withLabelNoise(plain, { rate: 0.5, seed: 1 }),
  ]) {
    expect('factors' in made).toBe(false);
  }
});

test('factors of another length are refused where a whole set is read', () => {
  const short = { ...plain, factors: { area: new Float64Array(59) } };
  expect(() => split(short, 0.5, { seed: 1 })).toThrow(
    'split: factors.area of geoshapes-geom-anywhere must hold 60 values, got 59',
  );
});
