import { nearly, vectors } from '@gradus/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effectiveSampleSize } from './index.ts';

test('it is that of the reference vectors', () => {
  for (const c of vectors.temperature) {
    nearly([effectiveSampleSize(c.hard)], [c['effectiveSampleSize, hard']], { relative: 1e-12 });
  }
});

test('it lies between 1 and n, and scaling p changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
      (p) => {
        fc.pre(p.some((share) => share > 0));
        const size = effectiveSampleSize(p);
        expect(size).toBeGreaterThanOrEqual(1);
        expect(size).toBeLessThanOrEqual(p.length);
        nearly([effectiveSampleSize(p.map((share) => share * 4))], [size], { relative: 1e-12 });
      },
    ),
  );
});

test('weights as small as numbers go are not lost', () => {
  expect(effectiveSampleSize([5e-324, 5e-324, 0])).toBe(2);
  expect(effectiveSampleSize([1e308, 1e308])).toBe(2);
});

test('what is wrong is refused, with the index', () => {
  expect(() => effectiveSampleSize([])).toThrow(RangeError);
  expect(() => effectiveSampleSize([1, -1])).toThrow(
    new RangeError('effectiveSampleSize: p[1] must be >= 0, got -1'),
  );
  expect(() => effectiveSampleSize([Infinity])).toThrow(
    new RangeError('effectiveSampleSize: p[0] is Infinity'),
  );
  expect(() => effectiveSampleSize([0])).toThrow(RangeError);
});
