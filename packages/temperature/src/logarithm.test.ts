import { expect, test } from 'vitest';
import { logarithm } from './logarithm.ts';

test('it is within 2 units in the last place of Math.log over all magnitudes', () => {
  let worst = 0;
  for (let i = 0; i <= 200_000; i++) {
    const x = Math.exp(-707 + (i / 200_000) * 1416);
    if (Math.abs(Math.log(x)) < 1e-9) continue;
    worst = Math.max(worst, Math.abs(logarithm(x) / Math.log(x) - 1));
  }
  expect(worst).toBeLessThan(2 * Number.EPSILON);
  expect(worst).toBeGreaterThan(0);
});

test('it keeps full relative precision next to 1', () => {
  for (const d of [2 ** -52, 1e-12, 1e-7, 1e-3, -(2 ** -53), -1e-9]) {
    const x = 1 + d;
    expect(Math.abs(logarithm(x) / Math.log1p(x - 1) - 1)).toBeLessThan(2 * Number.EPSILON);
  }
});

test('it is exact at 1, and at the ends of the range as good as anywhere', () => {
  expect(logarithm(1)).toBe(0);
  expect(logarithm(2)).toBe(Math.LN2);
  expect(logarithm(5e-324)).toBeCloseTo(-744.4400719213812, 12);
  expect(logarithm(Number.MAX_VALUE)).toBeCloseTo(709.782712893384, 12);
});
