import { nearly } from '@gradus/testing';
import { ones, type Tensor, tensor2d, tensor3d, tidy, unstack } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { bald, baldAccumulator, type ScorerOptions } from './index.ts';

/** The two ways to BALD. */
const ways: [string, (passes: Tensor, options?: ScorerOptions) => Tensor][] = [
  ['bald', bald],
  [
    'baldAccumulator',
    (passes, options) => {
      const accumulator = baldAccumulator(options);
      for (const pass of unstack(passes)) accumulator.add(pass);
      const scores = accumulator.result();
      accumulator.dispose();
      return scores;
    },
  ],
];

describe.each(ways)('%s', (name, score) => {
  async function scores(passes: number[][][], options?: ScorerOptions): Promise<number[]> {
    const made = tidy(() => score(tensor3d(passes), options));
    const values = [...(await made.data())];
    made.dispose();
    return values;
  }

  test('is 0 where all passes are equal, and with one pass', async () => {
    const rows = [
      [0.7, 0.2, 0.1],
      [1, 0, 0],
      [1 / 3, 1 / 3, 1 / 3],
    ];
    for (const value of await scores([rows, rows, rows])) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(1e-9);
    }
    expect(await scores([rows])).toEqual([0, 0, 0]);
  });

  test('keeps its digits where passes almost agree', async () => {
    // A difference of two entropies would be off by 1e-7; the score is 1e-6.
    const p = [0.501, 0.499].map(Math.fround);
    const passes = p.map((x) => [[x, 1 - x]]);
    const entropy = (x: number) => -x * Math.log(x) - (1 - x) * Math.log1p(-x);
    const mean = ((p[0] as number) + (p[1] as number)) / 2;
    const expected = entropy(mean) - (entropy(p[0] as number) + entropy(p[1] as number)) / 2;
    expect(expected).toBeLessThan(3e-6);
    nearly(await scores(passes), [expected], { relative: 2e-3 });
  });

  test('is as good at logits of +-1e4, where passes contradict each other', async () => {
    const passes = [[[1e4, -1e4, -1e4]], [[-1e4, 1e4, -1e4]], [[-1e4, -1e4, 1e4]]];
    nearly(await scores(passes, { from: 'logits' }), [Math.log(3)], { relative: 2e-6 });
  });

  test('takes one class, and a thousand', async () => {
    expect(await scores([[[1]], [[1]]])).toEqual([0]);
    const sure = (k: number) => [Array.from({ length: 1000 }, (_, i) => Number(i === k))];
    nearly(await scores([sure(0), sure(999)]), [Math.LN2], { relative: 1e-5 });
  });

  test('gives NaN where a pass has one, and only there', async () => {
    const fine = [
      [0.5, 0.5],
      [0.25, 0.75],
    ];
    const broken = [
      [Number.NaN, 0.5],
      [0.75, 0.25],
    ];
    for (const passes of [
      [broken, fine],
      [fine, broken],
    ]) {
      for (const from of ['probabilities', 'logits'] as const) {
        expect((await scores(passes, { from })).map(Number.isNaN)).toEqual([true, false]);
      }
    }
  });

  test('takes no rows', async () => {
    const made = tidy(() => score(tensor3d([], [2, 0, 3])));
    expect(made.shape).toEqual([0]);
    made.dispose();
  });

  test('refuses another dtype, no classes and an unknown from', () => {
    const [integers, none, passes] = [ones([2, 1, 2], 'int32'), ones([2, 1, 0]), ones([2, 1, 2])];
    expect(() => tidy(() => score(integers))).toThrow(`${name}: `);
    expect(() => tidy(() => score(none))).toThrow(/must have at least one class, got 0/);
    expect(() => tidy(() => score(passes, { from: 'p' as never }))).toThrow(
      `${name}: from must be`,
    );
    for (const tensor of [integers, none, passes]) tensor.dispose();
  });
});

test('bald refuses another rank and no passes', () => {
  const [flat, none] = [tensor2d([[1, 0]]), tensor3d([], [0, 1, 2])];
  expect(() => bald(flat)).toThrow(
    'bald: passes must be a float32 tensor [m, n, classes], got rank 2, [1, 2]',
  );
  expect(() => bald(none)).toThrow('bald: passes must have at least one pass, got 0');
  flat.dispose();
  none.dispose();
});
