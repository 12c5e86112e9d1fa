import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shiftToSum } from './shift-to-sum.ts';

const sumAt = (chances: number[], shift: number) =>
  chances.reduce((sum, chance) => sum + Math.min(1, Math.max(0, chance + shift)), 0);

test('clipped chances sum to every count that there can be', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (chances) => {
        for (let count = 0; count <= chances.length; count++) {
          const shift = shiftToSum(Float64Array.from(chances), chances.length, count);
          expect(Math.abs(sumAt(chances, shift) - count)).toBeLessThan(1e-6);
        }
      },
    ),
  );
});

test('chances that sum to the count are left as they are', () => {
  expect(shiftToSum(new Float64Array([0.5, 0.25, 0.25, 9]), 3, 1)).toBe(0);
});
