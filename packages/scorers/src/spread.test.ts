import { nearly, vectors } from '@gradus/testing';
import { ones, type Tensor, tensor2d, tensor3d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  meanStandardDeviation,
  type ScorerOptions,
  useFusedKernels,
  variationRatio,
} from './index.ts';

type Passes = number[][][];

/** Each scorer, and what it is in float64 for one sample's passes `[m, classes]`. */
const scorers: [
  string,
  (passes: Tensor, options?: ScorerOptions) => Tensor,
  (rows: number[][]) => number,
][] = [
  [
    'variationRatio',
    variationRatio,
    (rows) => {
      const votes = rows.map((row) => row.indexOf(Math.max(...row)));
      const counts = votes.map((vote) => votes.filter((other) => other === vote).length);
      return 1 - Math.max(...counts) / rows.length;
    },
  ],
  [
    'meanStandardDeviation',
    meanStandardDeviation,
    (rows) => {
      const average = (xs: number[]) => xs.reduce((a, b) => a + b) / xs.length;
      const deviations = (rows[0] as number[]).map((_, k) => {
        const column = rows.map((row) => row[k] as number);
        return Math.sqrt(average(column.map((x) => (x - average(column)) ** 2)));
      });
      return average(deviations);
    },
  ],
];

test.each([true, false])(
  'variationRatio takes the first of equal classes for the answer, with kernels: %s',
  async (enabled) => {
    useFusedKernels(enabled);
    const passes = [[[0.5, 0.5]], [[1, 0]]];
    const scores = tidy(() => variationRatio(tensor3d(passes)));
    useFusedKernels(true);
    expect([...(await scores.data())]).toEqual([0]);
    scores.dispose();
  },
);

describe.each(scorers)('%s', (name, scorer, reference) => {
  async function score(passes: Passes, options?: ScorerOptions): Promise<number[]> {
    const scores = tidy(() => scorer(tensor3d(passes), options));
    const values = [...(await scores.data())];
    scores.dispose();
    return values;
  }

  test.each(vectors.scorers.map(({ passes }, i) => [i, passes] as const))(
    'is its formula on the passes of oracle case %i',
    async (_, passes) => {
      const samples = (passes[0] as number[][]).map((_, i) =>
        passes.map((rows) => rows[i] as number[]),
      );
      const expected = samples.map(reference);
      const tolerance = { relative: 2e-5, floor: 1e-3 };
      nearly(await score(passes), expected, tolerance);
      const logits = passes.map((rows) => rows.map((row, i) => row.map((p) => Math.log(p) + i)));
      nearly(await score(logits, { from: 'logits' }), expected, tolerance);
    },
  );

  test('is 0 with one pass, with equal passes, and with one class', async () => {
    const rows = [
      [0.75, 0.25],
      [0, 1],
    ];
    expect(await score([rows])).toEqual([0, 0]);
    expect(await score([rows, rows])).toEqual([0, 0]);
    expect(await score([[[1]], [[1]]])).toEqual([0]);
  });

  test('gives NaN where a pass has one, and only there', async () => {
    const broken = [
      [Number.NaN, 0.5],
      [0.5, 0.5],
    ];
    const fine = [
      [0.5, 0.5],
      [0.5, 0.5],
    ];
    for (const from of ['probabilities', 'logits'] as const) {
      expect(await score([fine, broken], { from })).toEqual([Number.NaN, 0]);
    }
  });

  test('takes no rows, and refuses another rank or dtype, no passes and no classes', () => {
    const empty = tidy(() => scorer(tensor3d([], [2, 0, 3])));
    expect(empty.shape).toEqual([0]);
    empty.dispose();
    for (const [passes, message] of [
      [tensor2d([[1, 0]]), 'passes must be a float32 tensor [m, n, classes], got rank 2, [1, 2]'],
      [ones([1, 1, 2], 'int32'), 'passes must be a float32 tensor [m, n, classes], got int32'],
      [ones([0, 1, 2]), 'passes must have at least one pass, got 0'],
      [ones([1, 1, 0]), 'passes must have at least one class, got 0'],
    ] as const) {
      expect(() => scorer(passes)).toThrow(`${name}: ${message}`);
      passes.dispose();
    }
    const passes = ones([1, 1, 2]);
    expect(() => scorer(passes, { from: 'x' as never })).toThrow(`${name}: from must be`);
    passes.dispose();
  });
});
