import { expect, test } from 'vitest';
import { logarithm } from './logarithm.ts';

test('is within 1e-8 of the logarithm, relative to it, and of 1 exactly 0', () => {
  expect(logarithm(1)).toBe(0);
  for (let i = -3000; i <= 3000; i++) {
    for (const x of [1.07 ** i, 1 + i * 1e-7, 1 + i * 1e-4]) {
      expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(
        1e-8 * Math.abs(Math.log(x)),
      );
    }
  }
});

test.each([0, -0, 1e-310, 1e305, Number.POSITIVE_INFINITY, -1, Number.NaN])(
  '%f is as Math.log has it',
  (x) => {
    expect(logarithm(x)).toBe(Math.log(x));
  },
);
