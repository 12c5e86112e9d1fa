import { nearly } from '@gradus/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { winsorize } from './index.ts';

// python3 -c "import numpy as np; x = np.array([9., 1, 4, 16, 25, 36, -7]); print(np.clip(x, *np.quantile(x, [.1, .85])).tolist())"
test('quantiles are those that numpy takes by default', () => {
  nearly(
    winsorize([9, 1, 4, 16, 25, 36, -7], { lower: 0.1, upper: 0.85 }),
    [9, 1, 4, 16, 25, 26.1, -2.2],
    { relative: 1e-14 },
  );
});

test('without options the first and last hundredth are clipped', () => {
  const scores = Float64Array.from({ length: 101 }, (_, i) => i * i);
  const clipped = winsorize(scores);
  expect(Math.min(...clipped)).toBe(1);
  expect(Math.max(...clipped)).toBe(99 * 99);
  expect(clipped.subarray(1, 100)).toEqual(scores.subarray(1, 100));
});

test('the quantiles 0 and 1 change nothing, and two equal ones leave one value', () => {
  const scores = [3, 1, 2, 8];
  expect([...winsorize(scores, { lower: 0, upper: 1 })]).toEqual(scores);
  expect([...winsorize(scores, { lower: 0.5, upper: 0.5 })]).toEqual([2.5, 2.5, 2.5, 2.5]);
});

test('order is kept, nothing leaves the range, equal scores stay as they are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (scores, a, b) => {
        const clipped = winsorize(scores, { lower: Math.min(a, b), upper: Math.max(a, b) });
        const [low, high] = [Math.min(...scores), Math.max(...scores)];
        expect(clipped.every((value) => value >= low && value <= high)).toBe(true);
        for (let i = 1; i < scores.length; i++) {
          const before = Math.sign((scores[i] as number) - (scores[i - 1] as number));
          const after = Math.sign((clipped[i] as number) - (clipped[i - 1] as number));
          expect(after === 0 || after === before).toBe(true);
        }
      },
    ),
  );
  expect(winsorize([0.1, 0.1, 0.1])).toEqual(new Float64Array([0.1, 0.1, 0.1]));
});

test('the input is not changed', () => {
  const scores = new Float32Array([5, 1, 3]);
  winsorize(scores, { lower: 0.4, upper: 0.6 });
  expect(scores).toEqual(new Float32Array([5, 1, 3]));
});

test('what is wrong is refused', () => {
  expect(() => winsorize([1], { lower: -0.1 })).toThrow(
    new RangeError('winsorize: lower must be in [0, 1], got -0.1'),
  );
  expect(() => winsorize([1], { upper: Number.NaN })).toThrow(RangeError);
  expect(() => winsorize([1], { upper: '1' as unknown as number })).toThrow(TypeError);
  expect(() => winsorize([1], { lower: 0.6, upper: 0.4 })).toThrow(
    new RangeError('winsorize: lower must be <= upper, got 0.6 and 0.4'),
  );
  expect(() => winsorize([])).toThrow(RangeError);
  expect(() => winsorize([1, Infinity])).toThrow(
    new RangeError('winsorize: scores[1] is Infinity'),
  );
});
