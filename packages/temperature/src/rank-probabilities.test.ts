import { nearly } from '@gradus/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RankProbabilitiesOptions, rankProbabilities } from './index.ts';

test('each rank is the same factor above the one below it', () => {
  const p = rankProbabilities([10, -3, 1e9, 0], { favour: 'hard', maxRatio: 8 });
  nearly(p, [4 / 15, 1 / 15, 8 / 15, 2 / 15], { relative: 1e-14 });
});

test('favouring easy turns the order round', () => {
  const p = rankProbabilities([10, -3, 1e9, 0], { favour: 'easy', maxRatio: 8 });
  nearly(p, [2 / 15, 8 / 15, 1 / 15, 4 / 15], { relative: 1e-14 });
});

test('tied scores share the mean of their ranks', () => {
  const p = rankProbabilities([1, 5, 5, 9], { favour: 'hard', maxRatio: 1000 });
  const odds = [1, 10 ** 1.5, 10 ** 1.5, 1000];
  const sum = odds.reduce((a, b) => a + b);
  nearly(
    p,
    odds.map((o) => o / sum),
    { relative: 1e-12 },
  );
});

test('0 and -0 are tied, and all equal is uniform', () => {
  expect(rankProbabilities([0, -0, 0, -0], { favour: 'easy', maxRatio: 9 })).toEqual(
    new Float64Array(4).fill(0.25),
  );
  expect(rankProbabilities([6], { favour: 'easy', maxRatio: 9 })).toEqual(new Float64Array([1]));
});

test('the ratio is hit exactly where the ends are unique, and probabilities sum to 1', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 60 }),
      fc.double({ min: 1, max: 1e250, noNaN: true }),
      fc.constantFrom('easy' as const, 'hard' as const),
      (scores, maxRatio, favour) => {
        const p = rankProbabilities(scores, { favour, maxRatio });
        nearly([Math.max(...p) / Math.min(...p)], [maxRatio], { relative: 1e-12 });
        expect(Math.abs(p.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-14);
      },
    ),
  );
});

test('any monotone change of the scores changes nothing, and permuting them permutes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 30 }),
      (scores) => {
        const options: RankProbabilitiesOptions = { favour: 'hard', maxRatio: 30 };
        const p = rankProbabilities(scores, options);
        const cubed = scores.map((score) => score ** 3);
        expect(rankProbabilities(cubed, options)).toEqual(p);
        expect(rankProbabilities([...scores].reverse(), options).reverse()).toEqual(p);
      },
    ),
  );
});

test('what is wrong is refused', () => {
  const refuse = (options: object, scores: number[] = [1, 2]) =>
    expect(() =>
      rankProbabilities(scores, {
        favour: 'hard',
        maxRatio: 2,
        ...options,
      } as RankProbabilitiesOptions),
    );
  refuse({ favour: undefined }).toThrow(TypeError);
  refuse({ maxRatio: 0 }).toThrow(
    new RangeError('rankProbabilities: maxRatio must be >= 1, got 0'),
  );
  refuse({}, []).toThrow(RangeError);
  refuse({}, [1, Number.NaN]).toThrow(new RangeError('rankProbabilities: scores[1] is NaN'));
});
