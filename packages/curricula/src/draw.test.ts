import { expect, test } from 'vitest';
import { checkWeights } from './draw.ts';

test('a weight that is negative, NaN or infinite is named, wherever it is', () => {
  for (let size = 1; size <= 9; size++) {
    for (let at = 0; at < size; at++) {
      const weights = new Float64Array(size).fill(0.5);
      expect(() => checkWeights('test', weights, size)).not.toThrow();
      for (const wrong of [-5e-324, -Infinity, Infinity, Number.NaN]) {
        weights[at] = wrong;
        expect(() => checkWeights('test', weights, size)).toThrow(
          new RangeError(`test: weigh gave ${wrong} for sample ${at}, must be finite and >= 0`),
        );
      }
    }
  }
});

test('weights may be 0, but not all, and -0 is 0', () => {
  expect(() => checkWeights('test', Float64Array.of(0, -0, 0, 0, 5e-324), 5)).not.toThrow();
  expect(() => checkWeights('test', Float64Array.of(0, -0), 2)).toThrow(
    'test: the sum of what weigh gave must be finite and > 0, got 0',
  );
});
