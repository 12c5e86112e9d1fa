import { expect, test } from 'vitest';
import { shift } from './shift.ts';

test('the estimate is the median of all differences', () => {
  expect(shift([1, 2, 3], [11, 12, 30]).estimate).toBe(10);
});

test('samples that are apart give the bounds of the 95 % interval from tables', () => {
  // n = m = 5: the critical value of U is 2 at 5 % two-sided, so the third differences from either end.
  const s = shift([1, 2, 3, 4, 5], [10, 20, 30, 40, 50]);
  const differences = [10, 20, 30, 40, 50].flatMap((b) => [1, 2, 3, 4, 5].map((a) => b - a));
  differences.sort((a, b) => a - b);
  expect([s.low, s.high]).toEqual([differences[2], differences[22]]);
  expect(s.pAbove).toBeCloseTo(1 / 252, 12);
  expect(s.pBelow).toBeCloseTo(1, 12);
});

test('too few values have no bounds', () => {
  expect(shift([1], [2])).toMatchObject({ low: -Infinity, high: Infinity });
});
