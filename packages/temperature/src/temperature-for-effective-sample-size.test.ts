import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effectiveSampleSize, softmax, temperatureForEffectiveSampleSize } from './index.ts';

const achieved = (scores: ArrayLike<number>, size: number, favour: 'easy' | 'hard') =>
  effectiveSampleSize(
    softmax(scores, {
      favour,
      temperature: temperatureForEffectiveSampleSize(scores, size, { favour }),
    }),
  );

test('the softmax at this temperature has the size asked for, favouring either end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('easy' as const, 'hard' as const),
      (scores, share, favour) => {
        const end = favour === 'hard' ? Math.max(...scores) : Math.min(...scores);
        const tied = scores.filter((score) => score === end).length;
        fc.pre(tied < scores.length);
        const size = tied + share * (scores.length - tied);
        expect(Math.abs(achieved(scores, size, favour) / size - 1)).toBeLessThan(1e-10);
      },
    ),
    { numRuns: 500 },
  );
});

test('two samples have a closed form: odds r give the size (1 + r)^2 / (1 + r^2)', () => {
  const temperature = temperatureForEffectiveSampleSize([0, 1], (1 + 5) ** 2 / (1 + 5 ** 2));
  expect(temperature).toBeCloseTo(1 / Math.log(5), 12);
});

test('without favour it is for the hard end', () => {
  const scores = [0, 0.1, 0.2, 3];
  const bare = temperatureForEffectiveSampleSize(scores, 2);
  expect(bare).toBe(temperatureForEffectiveSampleSize(scores, 2, { favour: 'hard' }));
  expect(bare).not.toBe(temperatureForEffectiveSampleSize(scores, 2, { favour: 'easy' }));
});

test('one outlier does not fool it as it fools a ratio', () => {
  const scores = Float64Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e6 : i / 1000));
  expect(achieved(scores, 700, 'easy')).toBeCloseTo(700, 8);
});

test('n gives Infinity, and the count of ties a temperature that leaves the others nothing', () => {
  expect(temperatureForEffectiveSampleSize([1, 2, 3], 3)).toBe(Infinity);
  expect(achieved([1, 1, 5, 5], 2, 'hard')).toBeCloseTo(2, 12);
});

test('scores nearer to each other than a temperature can tell count as tied', () => {
  expect(achieved([0, 5e-324, 50], 2, 'easy')).toBeCloseTo(2, 12);
  expect(() => temperatureForEffectiveSampleSize([0, 5e-324, 50], 1, { favour: 'easy' })).toThrow(
    /size must be >= 2, as many are tied/,
  );
});

test('equal scores allow n alone', () => {
  expect(temperatureForEffectiveSampleSize([2, 2, 2], 3)).toBe(1);
  expect(() => temperatureForEffectiveSampleSize([2, 2, 2], 2)).toThrow(
    new RangeError(
      'temperatureForEffectiveSampleSize: size must be 3 where all scores are equal, got 2',
    ),
  );
});

test('sizes that ties make impossible are refused', () => {
  expect(() => temperatureForEffectiveSampleSize([1, 1, 5, 5], 1.5)).toThrow(
    new RangeError(
      'temperatureForEffectiveSampleSize: size must be >= 2, as many are tied at the favoured end, got 1.5',
    ),
  );
  for (const size of [0, 0.99, 4.01, Number.NaN, Infinity]) {
    expect(() => temperatureForEffectiveSampleSize([1, 2, 3, 4], size)).toThrow(RangeError);
  }
  expect(() => temperatureForEffectiveSampleSize([], 1)).toThrow(RangeError);
  expect(() => temperatureForEffectiveSampleSize([1, Number.NaN], 1)).toThrow(/scores\[1\] is NaN/);
});
