import { expect, test } from 'vitest';
import { maxRatio } from './index.ts';

test('it is the largest over the smallest, summing to 1 or not', () => {
  expect(maxRatio([0.5, 0.125, 0.375])).toBe(4);
  expect(maxRatio(new Float32Array([2, 2]))).toBe(1);
  expect(maxRatio([7])).toBe(1);
});

test('a probability of 0 makes it infinite', () => {
  expect(maxRatio([0, 1])).toBe(Infinity);
  expect(maxRatio([-0, 1])).toBe(Infinity);
});

test('what is wrong is refused, with the index', () => {
  expect(() => maxRatio([])).toThrow(new RangeError('maxRatio: p must not be empty'));
  expect(() => maxRatio([0.5, -0.5])).toThrow(
    new RangeError('maxRatio: p[1] must be >= 0, got -0.5'),
  );
  expect(() => maxRatio([0.5, Number.NaN])).toThrow(new RangeError('maxRatio: p[1] is NaN'));
  expect(() => maxRatio([0, 0])).toThrow(new RangeError('maxRatio: p must not be all zero'));
});
