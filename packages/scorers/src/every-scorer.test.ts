import { nearly } from '@gradus/testing';
import {
  ones,
  type Rank,
  slice,
  softmax,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  aadt,
  crossEntropy,
  el2n,
  entropy,
  expectedGradientLength,
  leastConfidence,
  margin,
  type ScorerOptions,
  trueClassDoubt,
  useFusedKernels,
} from './index.ts';

type Scorer = (outputs: Tensor, options?: ScorerOptions) => Tensor1D;

/** Labels every row with class 0. */
function labelled(
  scorer: (outputs: Tensor, labels: Tensor1D, options?: ScorerOptions) => Tensor1D,
): Scorer {
  return (outputs, options) =>
    tidy(() => scorer(outputs, zeros([outputs.shape[0] ?? 0], 'int32'), options));
}

/** Each scorer, what it gives a certain and right answer, and what an even split over c classes. */
const scorers: [string, Scorer, certain: (c: number) => number, even: (c: number) => number][] = [
  ['aadt', aadt, (c) => (c > 1 ? c ** 2 / (2 * (c - 1)) : 1e6), () => 1e6],
  ['entropy', entropy, () => 0, Math.log],
  ['leastConfidence', leastConfidence, () => 0, (c) => 1 - 1 / c],
  ['margin', margin, () => 0, (c) => (c > 1 ? 1 : 0)],
  ['expectedGradientLength', expectedGradientLength, () => 0, (c) => Math.sqrt(1 - 1 / c)],
  ['crossEntropy', labelled(crossEntropy), () => 0, Math.log],
  ['el2n', labelled(el2n), () => 0, (c) => Math.sqrt(1 - 1 / c)],
  ['trueClassDoubt', labelled(trueClassDoubt), () => 0, (c) => 1 - 1 / c],
];

async function valuesOf(scores: Tensor): Promise<number[]> {
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
}

/** Scores of these rows, all tensors disposed. */
async function score(scorer: Scorer, rows: number[][], options?: ScorerOptions): Promise<number[]> {
  return valuesOf(tidy(() => scorer(tensor2d(rows), options)));
}

function row(first: number, other: number, classes: number): number[] {
  return Array.from({ length: classes }, (_, k) => (k === 0 ? first : other));
}

// Each in both its forms: see useFusedKernels.
describe.each([true, false])('with kernels: %s', (enabled) => {
  beforeEach(() => {
    useFusedKernels(enabled);
    return () => {
      useFusedKernels(true);
    };
  });

  describe.each(scorers)('%s', (name, scorer, certain, even) => {
    test.each([1, 2, 10, 1000])('knows its ends with %i classes', async (c) => {
      const [sure, split] = await score(scorer, [row(1, 0, c), row(1 / c, 1 / c, c)]);
      expect(sure).toBeCloseTo(certain(c), 3);
      if (name === 'aadt') expect(split).toBeGreaterThan(9e5);
      else expect(split).toBeCloseTo(even(c), 5);
    });

    test('takes one row', async () => {
      expect(await score(scorer, [[1, 0]])).toEqual([certain(2)]);
    });

    test('takes no rows', async () => {
      for (const from of ['probabilities', 'logits'] as const) {
        const scores = tidy(() => scorer(tensor2d([], [0, 3]), { from }));
        expect([scores.shape, scores.dtype]).toEqual([[0], 'float32']);
        expect(await valuesOf(scores)).toEqual([]);
      }
    });

    test('gives the true value at logits of +-1e4, and of -Infinity', async () => {
      const logits = [
        [1e4, -1e4, 0],
        [1e4, 1e4, 1e4],
        [-1e4, -1e4, -1e4],
        [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
      ];
      const [far, high, low, masked] = await score(scorer, logits, { from: 'logits' });
      expect(far).toBeCloseTo(certain(3), 6);
      expect(masked).toBeCloseTo(certain(3), 6);
      if (name === 'aadt') expect(Math.min(high as number, low as number)).toBeGreaterThan(9e5);
      else for (const value of [high, low]) expect(value).toBeCloseTo(even(3), 6);
    });

    test('gives NaN where a row has one, and only there', async () => {
      const rows = [
        [Number.NaN, 0.5],
        [0.25, 0.75],
        [0.5, Number.NaN],
        [Number.NaN, Number.NaN],
      ];
      const [, fine] = await score(
        scorer,
        rows.map(() => [0.25, 0.75]),
      );
      expect(await score(scorer, rows)).toEqual([Number.NaN, fine, Number.NaN, Number.NaN]);
      const fromLogits = await score(scorer, rows, { from: 'logits' });
      expect(fromLogits.map(Number.isNaN)).toEqual([true, false, true, true]);
    });

    test('scores a sliced or transposed tensor as the same numbers laid out afresh', async () => {
      const rows = [
        [0.125, 0.5, 0.375],
        [0.25, 0.25, 0.5],
        [0.625, 0.25, 0.125],
      ];
      const [first, second, third] = await score(scorer, rows);
      const sliced = tidy(() => scorer(slice(tensor2d(rows), [1, 0], [2, 3])));
      expect(await valuesOf(sliced)).toEqual([second, third]);
      const columns = [0, 1, 2].map((k) => rows.map((values) => values[k] as number));
      const transposed = tidy(() => scorer(transpose(tensor2d(columns))));
      expect(await valuesOf(transposed)).toEqual([first, second, third]);
    });

    test('scores logits as it scores their softmax', async () => {
      const logits = [
        [1, 2, 3],
        [-4, 0, 4],
        [20, 0, -20],
      ];
      const fromLogits = await score(scorer, logits, { from: 'logits' });
      const ofSoftmax = await valuesOf(tidy(() => scorer(softmax(tensor2d(logits)))));
      nearly(fromLogits, ofSoftmax, { relative: 5e-7, floor: 1 });
    });

    test('leaves its input as it was', async () => {
      const outputs = tensor2d([[0.25, 0.75]]);
      scorer(outputs).dispose();
      scorer(outputs, { from: 'logits' }).dispose();
      expect(await valuesOf(outputs)).toEqual([0.25, 0.75]);
    });

    test.each<[string, () => Tensor<Rank>, RegExp]>([
      [
        'another rank',
        () => tensor1d([1, 0]),
        /outputs must be a float32 tensor \[n, classes\], got rank 1, \[2\]/,
      ],
      [
        'another dtype',
        () => ones([2, 2], 'int32'),
        /outputs must be a float32 tensor .*, got int32/,
      ],
      ['no classes', () => tensor2d([], [2, 0]), /outputs must have at least one class, got 0/],
    ])('refuses %s', (_, make, message) => {
      const outputs = make();
      expect(() => scorer(outputs)).toThrow(message);
      expect(() => scorer(outputs)).toThrow(new RegExp(`^${name}: `));
      outputs.dispose();
    });

    test('refuses what is no tensor, and an unknown from', () => {
      expect(() => scorer([[1, 0]] as never)).toThrow(
        name === 'crossEntropy' || name === 'el2n' || name === 'trueClassDoubt'
          ? TypeError
          : `${name}: outputs must be a float32 tensor [n, classes], got an array`,
      );
      const outputs = tensor2d([[1, 0]]);
      expect(() => scorer(outputs, { from: 'logit' as never })).toThrow(
        `${name}: from must be 'probabilities' or 'logits', got 'logit'`,
      );
      outputs.dispose();
    });
  });

  describe.each([
    ['crossEntropy', crossEntropy],
    ['el2n', el2n],
    ['trueClassDoubt', trueClassDoubt],
  ] as const)('%s', (name, scorer) => {
    test('gives NaN for a label that is no class, and only there', async () => {
      const scores = tidy(() => {
        const outputs = tensor2d([1, 2, 3, 4].map(() => [0.25, 0.75]));
        return scorer(outputs, tensor1d([0, -1, 2, 1], 'int32'));
      });
      const values = await valuesOf(scores);
      expect(values.map(Number.isNaN)).toEqual([false, true, true, false]);
    });

    test('refuses labels of another dtype, rank or number', () => {
      const outputs = tensor2d([[1, 0]]);
      for (const [labels, message] of [
        [tensor1d([0]), `${name}: labels must be a int32 tensor [n], got float32`],
        [
          tensor2d([[0]], [1, 1], 'int32'),
          `${name}: labels must be a int32 tensor [n], got rank 2`,
        ],
        [tensor1d([0, 1], 'int32'), `${name}: labels must have 1 rows as outputs, got 2`],
      ] as const) {
        expect(() => scorer(outputs, labels as Tensor1D)).toThrow(message);
        labels.dispose();
      }
      outputs.dispose();
    });
  });

  describe('an almost certain row keeps its digits', () => {
    // Its other class has probability 1e-6: 1 - 1e-6 is off by 1.3e-8 in float32, a hundredth of the score.
    const small = 1e-6;
    const logit = Math.log((1 - small) / small);
    const expected: [string, Scorer, number][] = [
      ['entropy', entropy, -small * Math.log(small) - (1 - small) * Math.log1p(-small)],
      ['leastConfidence', leastConfidence, small],
      ['margin', margin, 2 * small],
      ['expectedGradientLength', expectedGradientLength, 2 * Math.SQRT2 * small * (1 - small)],
      ['crossEntropy', labelled(crossEntropy), -Math.log1p(-small)],
      ['el2n', labelled(el2n), Math.SQRT2 * small],
      ['trueClassDoubt', labelled(trueClassDoubt), small],
    ];
    test.each(expected)('%s', async (_, scorer, value) => {
      const [fromProbabilities] = await score(scorer, [[1 - small, small]]);
      const [fromLogits] = await score(scorer, [[logit, 0]], { from: 'logits' });
      expect((fromProbabilities as number) / value).toBeCloseTo(1, 5);
      expect((fromLogits as number) / value).toBeCloseTo(1, 5);
    });
  });
});
