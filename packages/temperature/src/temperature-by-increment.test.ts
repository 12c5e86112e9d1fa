import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temperatureByIncrement, temperatureForMaxRatio } from './index.ts';

/** The loop as the thesis tells it. */
function loop(scores: number[], maxRatio: number, start: number, step: number): number {
  const spread = Math.max(...scores) - Math.min(...scores);
  let k = 0;
  while (Math.exp(spread / (start + k * step)) > maxRatio * (1 + 1e-12)) k++;
  return start + k * step;
}

test('it ends where the loop ends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 }),
      fc.double({ min: 1.1, max: 1e4, noNaN: true }),
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      fc.double({ min: 0.05, max: 2, noNaN: true }),
      (scores, maxRatio, start, step) => {
        expect(temperatureByIncrement(scores, maxRatio, { start, step })).toBeCloseTo(
          loop(scores, maxRatio, start, step),
          9,
        );
      },
    ),
  );
});

test('it cannot raise a ratio: where the first temperature is enough, it is the answer', () => {
  expect(temperatureByIncrement([0, Math.log(10)], 30, { step: 0.1 })).toBe(1);
  expect(temperatureByIncrement([4, 4], 1, { start: 2, step: 0.1 })).toBe(2);
});

test('it stops less than a step above the exact temperature', () => {
  const scores = [0.3, 5, 2.2];
  for (const step of [1, 0.01, 1e-7]) {
    const exact = temperatureForMaxRatio(scores, 3);
    const temperature = temperatureByIncrement(scores, 3, { step });
    expect(temperature).toBeGreaterThanOrEqual(exact);
    expect(temperature - exact).toBeLessThan(step * 1.000001);
  }
});

test('ratio 1 is approached without end', () => {
  expect(temperatureByIncrement([1, 2], 1, { step: 1 })).toBe(Infinity);
});

test('what is out of range is refused', () => {
  const refuse = (options: { start?: number; step: number }) => () =>
    temperatureByIncrement([1, 2], 2, options);
  expect(refuse({ step: 0 })).toThrow(
    new RangeError('temperatureByIncrement: step must be > 0 and finite, got 0'),
  );
  expect(refuse({ step: Infinity })).toThrow(RangeError);
  expect(refuse({ step: Number.NaN })).toThrow(RangeError);
  expect(refuse({ step: 1, start: 0 })).toThrow(
    new RangeError('temperatureByIncrement: start must be > 0, got 0'),
  );
  expect(refuse({} as { step: number })).toThrow(TypeError);
  expect(() => temperatureByIncrement([1, 2], 0, { step: 1 })).toThrow(RangeError);
  expect(() => temperatureByIncrement([], 2, { step: 1 })).toThrow(RangeError);
});
