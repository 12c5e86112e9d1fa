import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spread } from './spread.ts';

test('labels that are apart stay where they are', () => {
  expect(spread([50, 10, 90], 18, [0, 100])).toEqual([50, 10, 90]);
});

test('labels at one place are spread around it, in their order', () => {
  expect(spread([50, 50, 50], 10, [0, 100])).toEqual([40, 50, 60]);
});

test('labels at a limit are pushed inwards', () => {
  expect(spread([98, 99], 10, [0, 100])).toEqual([90, 100]);
  expect(spread([-5, 0], 10, [0, 100])).toEqual([0, 10]);
});

test('labels never come nearer than the gap, or than there is room, and keep inside the limits', () => {
  const wanted = fc.array(fc.double({ min: -20, max: 120, noNaN: true }), {
    minLength: 1,
    maxLength: 14,
  });
  fc.assert(
    fc.property(wanted, (values) => {
      const placed = spread(values, 10, [0, 100]);
      const sorted = [...placed].sort((a, b) => a - b);
      const gap = Math.min(10, 100 / Math.max(1, values.length - 1));
      expect(sorted[0]).toBeGreaterThanOrEqual(-1e-9);
      expect(sorted.at(-1)).toBeLessThanOrEqual(100 + 1e-9);
      sorted.slice(1).forEach((at, i) => {
        expect(at - (sorted[i] as number)).toBeGreaterThanOrEqual(gap - 1e-9);
      });
    }),
  );
});
