import { nearly, vectors } from '@gradus/testing';
import { expect, test } from 'vitest';
import { temperatureForMaxRatio } from './index.ts';

// The oracle: python3 internal/testing/oracle/make.py
test('it is the temperature of the reference vectors', () => {
  for (const { scores, maxRatio, temperature } of vectors.temperature) {
    nearly([temperatureForMaxRatio(scores, maxRatio)], [temperature], { relative: 1e-12 });
  }
});

test('it takes typed arrays as they are', () => {
  expect(temperatureForMaxRatio(new Float32Array([0, 1, 2]), 2)).toBe(2 / Math.LN2);
  expect(temperatureForMaxRatio(new Float64Array([0, 1, 2]), 2)).toBe(2 / Math.LN2);
  expect(temperatureForMaxRatio(new Int32Array([0, 1, 2]), 2)).toBe(2 / Math.LN2);
});

test('equal scores give 1, also where 0 meets -0 and for one sample', () => {
  expect(temperatureForMaxRatio([3, 3, 3], 10)).toBe(1);
  expect(temperatureForMaxRatio([0, -0], 1)).toBe(1);
  expect(temperatureForMaxRatio([7], 2)).toBe(1);
});

test('ratio 1 gives Infinity where scores differ', () => {
  expect(temperatureForMaxRatio([1, 2], 1)).toBe(Infinity);
});

test('a spread at either end of the number range still has a temperature above 0 and finite', () => {
  expect(temperatureForMaxRatio([-1e308, 1e308], Math.E)).toBe(Number.MAX_VALUE);
  expect(temperatureForMaxRatio([-1e308, 1e308], 100) / 1e308).toBeCloseTo(2 / Math.log(100), 12);
  expect(temperatureForMaxRatio([0, 5e-324], 100)).toBe(5e-324);
});

test('what is out of range is refused, with the value', () => {
  const refuse = (scores: ArrayLike<number>, ratio: number) => () =>
    temperatureForMaxRatio(scores, ratio);
  expect(refuse([1, 2], 0.5)).toThrow(
    new RangeError('temperatureForMaxRatio: maxRatio must be >= 1, got 0.5'),
  );
  expect(refuse([1, 2], Number.NaN)).toThrow(RangeError);
  expect(refuse([1, 2], Infinity)).toThrow(RangeError);
  expect(refuse([1, 2], '2' as unknown as number)).toThrow(TypeError);
  expect(refuse([], 2)).toThrow(new RangeError('temperatureForMaxRatio: scores must not be empty'));
  expect(refuse([1, 2, Number.NaN], 2)).toThrow(
    new RangeError('temperatureForMaxRatio: scores[2] is NaN'),
  );
  expect(refuse([-Infinity, 0], 2)).toThrow(
    new RangeError('temperatureForMaxRatio: scores[0] is -Infinity'),
  );
});
