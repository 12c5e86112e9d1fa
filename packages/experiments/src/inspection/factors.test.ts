import { geoShapes, withLabelNoise } from '@gradus/datasets';
import { expect, test } from 'vitest';
import { factorBins } from './factor-bins.ts';
import { type Factor, factorsOf } from './factors.ts';

const shapes = geoShapes({ count: 300, kind: 'geom', placement: 'centred', seed: 1 });
const named = (factors: readonly Factor[], name: string) =>
  factors.find((factor) => factor.name === name) as Factor;

test("GeoShapes has the generator's factors, each a quantity where it has a meaning", () => {
  const factors = factorsOf(shapes);
  const contrast = named(factors, 'contrast').values;
  const { foreground, background, elongation } = shapes.factors;
  expect(contrast[7]).toBe(Math.abs((foreground[7] as number) - (background[7] as number)));
  const ratio = elongation[7] as number;
  expect(named(factors, 'elongation').values[7]).toBe(Math.max(ratio, 1 / ratio));
  const skew = named(factors, 'skew of a triangle').values;
  const rotation = named(factors, 'rotation').values;
  shapes.labels.forEach((label, i) => {
    expect(Number.isNaN(skew[i])).toBe(label !== 2);
    expect(Number.isNaN(rotation[i])).toBe(label === 2);
    if (label !== 2) expect(rotation[i]).toBeLessThanOrEqual(45);
  });
});

test('a set of unknown origin has its classes alone, and one with label noise which labels it changed', () => {
  const { factors: _, ...plain } = shapes;
  expect(factorsOf(plain).map(({ name }) => name)).toEqual(['class']);
  const noisy = withLabelNoise(plain, { rate: 0.1, seed: 1 });
  const label = named(factorsOf(noisy), 'label');
  expect(label.values.reduce((sum, value) => sum + value, 0)).toBe(30);
  expect(label.kinds).toEqual(['as it was', 'changed']);
});

test('factors of another kind are quantities by their own names', () => {
  const { factors: _, ...plain } = shapes;
  const weight = new Float64Array(300).fill(3);
  const factors = factorsOf({ ...plain, factors: { weight } });
  expect(factors.map(({ name, kinds }) => [name, kinds === undefined])).toEqual([
    ['class', false],
    ['weight', true],
  ]);
  expect(factors[1]?.values).toEqual(weight);
});

const values = Float64Array.of(1, 5, 2, 4, 3, Number.NaN, 6);
const scores = [10, 50, 20, 40, 30, 1000, 60];
const wrong = [0, 1, 0, 1, 0, 1, 1];

test('a quantity is divided into bins of as many samples, with mean score, interval and error', () => {
  const bins = factorBins({ name: '', unit: '', values }, scores, wrong, 3);
  expect(bins.map(({ at, from, to, count }) => [at, from, to, count])).toEqual([
    [1.5, 1, 2, 2],
    [3.5, 3, 4, 2],
    [5.5, 5, 6, 2],
  ]);
  expect(bins.map(({ score }) => score)).toEqual([15, 35, 55]);
  expect(bins.map((bin) => bin.wrong)).toEqual([0, 0.5, 1]);
  // sd of 10 and 20 is sqrt 50, over sqrt 2 it is 5.
  expect(bins[0]?.reach).toBeCloseTo(1.96 * 5, 12);
});

test('equal values are never parted, and kinds are bins of their own', () => {
  const same = factorBins(
    { name: '', unit: '', values: Float64Array.of(1, 1, 1, 2) },
    [1, 2, 3, 4],
    [0, 0, 0, 0],
    4,
  );
  expect(same.map(({ at, count }) => [at, count])).toEqual([
    [1, 3],
    [2, 1],
  ]);
  const kinds = factorBins(
    { name: '', unit: '', values: Float64Array.of(1, 0, 1), kinds: ['a', 'b'] },
    [1, 5, Number.NaN],
    [1, 0, 0],
  );
  expect(kinds).toEqual([
    { at: 'a', from: 0, to: 0, count: 1, score: 5, reach: null, wrong: 0 },
    { at: 'b', from: 1, to: 1, count: 1, score: 1, reach: null, wrong: 1 },
  ]);
});
