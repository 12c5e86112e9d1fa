import { expect } from 'vitest';

/**
 * Asserts that every value is within `relative * max(|expected|, floor)` of what is expected.
 *
 * For float32 scores the project allows relative 2e-5 with a floor of 1e-3, for float64 host code 1e-12.
 */
export function nearly(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative, floor = 0 }: { relative: number; floor?: number },
): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const e = expected[i] as number;
    const a = actual[i] as number;
    const error = Math.abs(a - e);
    const allowed = relative * Math.max(Math.abs(e), floor);
    if (!(error <= allowed)) {
      expect.fail(`value ${i}: got ${a}, expected ${e} within ${allowed}`);
    }
  }
}
