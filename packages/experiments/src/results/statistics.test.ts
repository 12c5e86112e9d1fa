import { expect, test } from 'vitest';
import { comparePaired, holm, mean, standardDeviation } from './statistics.ts';

test('a paired comparison gives the interval and p value that R gives', () => {
  // R: t.test(c(1.2, 0.7, 2.1, 1.5, 0.9), c(1.9, 1.1, 2.2, 2.6, 1.0), paired = TRUE)
  const { difference, ci95, p } = comparePaired(
    [1.2, 0.7, 2.1, 1.5, 0.9],
    [1.9, 1.1, 2.2, 2.6, 1.0],
  );
  expect(difference).toBeCloseTo(-0.48, 12);
  // By hand: sd = sqrt(0.728 / 4) = 0.426615, t(.975, 4) = 2.776445, reach = 2.776445 * 0.426615 / sqrt 5
  expect(ci95?.[0]).toBeCloseTo(-1.00971, 4);
  expect(ci95?.[1]).toBeCloseTo(0.04971, 4);
  expect(p).toBeCloseTo(0.0659, 3);
});

test('one pair has a difference but neither interval nor test', () => {
  expect(comparePaired([1], [3])).toEqual({ difference: -2, ci95: null, p: null });
});

test('equal differences have an interval of no width and no test', () => {
  expect(comparePaired([1, 2], [0, 1])).toEqual({ difference: 1, ci95: [1, 1], p: null });
});

test("Holm's correction is the textbook's, keeps order and skips nulls", () => {
  expect(holm([0.01, null, 0.04, 0.03])).toEqual([0.03, null, 0.06, 0.06]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
});

test('mean and standard deviation refuse or report too few values', () => {
  expect(() => mean([])).toThrow('mean: values must not be empty');
  expect(standardDeviation([4])).toBeNull();
  expect(standardDeviation([1, 3])).toBeCloseTo(Math.SQRT2, 12);
});
