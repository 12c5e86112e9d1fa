import { createRng } from '@gradus/samplers';
import { expect, test } from 'vitest';
import { comparePaired, holm, mean, signFlip, standardDeviation } from './statistics.ts';

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

test('the sign-flip test counts every choice of signs', () => {
  const never = () => {
    throw new Error('nothing is drawn for so few');
  };
  // By hand: of the 8 choices for 1, 2, 3 only +++ and --- reach 6; for 1, 2, -3, whose sum is 0, all do.
  expect(signFlip([1, 2, 3], never)).toBe(2 / 8);
  expect(signFlip([1, 2, -3], never)).toBe(1);
  // For 2, 1, -1, whose sum is 2: 2 + 1 + 1, 2 + 1 - 1, 2 - 1 + 1 and their mirrors.
  expect(signFlip([2, 1, -1], never)).toBe(6 / 8);
  // Sums that are equal but for rounding: 0.1 + 0.2 and 0.3.
  expect(signFlip([0.1, 0.2, 0.3], never)).toBe(2 / 8);
  expect(signFlip([1], never)).toBeNull();
});

test('beyond 20 pairs the sign-flip test is drawn, and near the t test', () => {
  const random = createRng(5);
  const differences = Array.from({ length: 40 }, () => random() - 0.42);
  const { p } = comparePaired(
    differences,
    differences.map(() => 0),
  );
  expect(p as number).toBeGreaterThan(0.01);
  // The standard error of 262,144 draws at p = 0.1 is 0.0006; the t test differs by less than 0.005 here.
  expect(Math.abs((signFlip(differences, createRng(6)) as number) - (p as number))).toBeLessThan(
    0.01,
  );
});
