import { expect, test } from 'vitest';
import { quantile } from './quantile.ts';

test('a quantile lies between the two values nearest to it', () => {
  expect(quantile([1, 2, 4], 0.5)).toBe(2);
  expect(quantile([1, 2, 4, 8], 0.5)).toBe(3);
  expect(quantile([1, 2, 4, 8], 0.25)).toBe(1.75);
  expect(quantile([1, 2, 4, 8], 0)).toBe(1);
  expect(quantile([1, 2, 4, 8], 1)).toBe(8);
});

test('of nothing it is NaN', () => {
  expect(quantile([], 0.5)).toBeNaN();
});
