import { expect, test } from 'vitest';
import { exp, log } from './elementary.ts';

test('exp is the exponential to twelve digits, and ends at 700', () => {
  for (let x = -700; x <= 700; x += 0.37) {
    expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-12);
  }
  expect(exp(0)).toBe(1);
  expect(exp(1e9)).toBe(exp(700));
  expect(exp(-Infinity)).toBe(exp(-700));
});

test('log is the logarithm to twelve digits', () => {
  for (let x = -690; x <= 690; x += 1.7) expect(log(Math.exp(x))).toBeCloseTo(x, 11);
  expect(log(1)).toBe(0);
});
