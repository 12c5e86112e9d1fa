import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankCorrelation, ranks } from './rank-correlation.ts';

test("Spearman's correlation of ranks without ties is 1 - 6 sum d^2 / (n (n^2 - 1))", () => {
  // IQ and hours of television of ten people, a textbook's: sum d^2 = 194, so 1 - 1164 / 990 = -29 / 165.
  const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
  const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
  expect(rankCorrelation(iq, hours)).toBeCloseTo(-29 / 165, 14);
});

test('equal values share the mean of their ranks', () => {
  expect([...ranks([5, 1, 5, 3, 5])]).toEqual([4, 1, 4, 2, 4]);
  // Ranks 1.5, 1.5, 3 and 1, 2, 3: covariance 1.5, variances 1.5 and 2.
  expect(rankCorrelation([0, 0, 9], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(3), 14);
});

test('only the order counts, and turning it round changes the sign', () => {
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 40 });
  fc.assert(
    fc.property(values, fc.infiniteStream(fc.integer({ min: 0, max: 5 })), (a, stream) => {
      const b = a.map(() => stream.next().value);
      const rho = rankCorrelation(a, b);
      const stretched = rankCorrelation(
        a.map((value) => value ** 3 + value),
        b,
      );
      const turned = rankCorrelation(
        a.map((value) => -value),
        b,
      );
      if (rho === null) return stretched === null && turned === null;
      expect(stretched).toBeCloseTo(rho, 12);
      expect(turned).toBeCloseTo(-rho, 12);
      return rho >= -1 && rho <= 1;
    }),
  );
});

test('there is none where all values of one are equal, or too few are finite', () => {
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(rankCorrelation([1, 2], [Number.NaN, 2])).toBeNull();
  expect(rankCorrelation([], [])).toBeNull();
});

test('a pair with a value that is not finite is left out', () => {
  expect(rankCorrelation([1, 2, 3, Number.NaN], [3, 2, 1, 9])).toBe(-1);
  expect(() => rankCorrelation([1], [])).toThrow(
    'rankCorrelation: b must have as many values as a, 1, got 0',
  );
});
