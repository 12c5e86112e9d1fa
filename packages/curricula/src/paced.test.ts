import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { batchesOf, chiSquare, countsOf, indicesIn } from '../test/helpers.ts';
import { fixedExponential, linear, type PacedOptions, paced, stepwise } from './index.ts';

const good: PacedOptions = {
  difficulty: [5, 3, 9, 1, 7],
  pace: linear({ start: 0.2, fullAt: 0.8 }),
  order: 'easy-first',
  batchSize: 5,
  steps: 5,
  random: createRng(3),
};
const available = async (options: Partial<PacedOptions>) =>
  (await batchesOf(paced({ ...good, ...options }))).map(({ indices }) =>
    [...new Set(indices)].sort(),
  );

describe('paced', () => {
  test('lets the easier samples join first, at the pace', async () => {
    expect(await available({})).toEqual([[3], [1, 3], [0, 1, 3], [0, 1, 3, 4], [0, 1, 2, 3, 4]]);
  });

  test('lets the harder samples join first where asked', async () => {
    expect(await available({ order: 'hard-first' })).toEqual([
      [2],
      [2, 4],
      [0, 2, 4],
      [0, 1, 2, 4],
      [0, 1, 2, 3, 4],
    ]);
  });

  test('lets them join by no rank in random order', async () => {
    const random = createRng(4);
    const first: number[] = [];
    for (let k = 0; k < 2000; k++) {
      first.push(
        ...indicesIn(await batchesOf(paced({ ...good, batchSize: 1, order: 'random', random }), 1)),
      );
    }
    expect(chiSquare(countsOf(first, 5), Array(5).fill(0.2))).toBeLessThan(4);
  });

  test('has at least one sample and at most all, whatever the pace', async () => {
    expect(await available({ pace: () => -1 })).toEqual(Array(5).fill([3]));
    expect(await available({ pace: () => Infinity })).toEqual(Array(5).fill([0, 1, 2, 3, 4]));
  });

  test('has the nearest number of samples to the pace', async () => {
    const numbers = async (fraction: number) =>
      (await available({ pace: () => fraction, steps: 1 }))[0]?.length;
    expect(await Promise.all([0.29, 0.31, 0.49, 0.51, 0.89, 0.91].map(numbers))).toEqual([
      1, 2, 2, 3, 4, 5,
    ]);
  });

  test('is in phase 0 until all are available', async () => {
    const batches = await batchesOf(paced(good));
    expect(batches.map(({ phase }) => phase)).toEqual([0, 0, 0, 0, 1]);
  });

  test('passes over what is available while nothing joins', async () => {
    const pace = stepwise({ start: 0.6, fullAt: 0.5 });
    const drawn = indicesIn(await batchesOf(paced({ ...good, pace, batchSize: 3, steps: 20 })));
    for (let at = 0; at < 30; at += 3) expect(new Set(drawn.slice(at, at + 3)).size).toBe(3);
    for (let at = 30; at < 60; at += 5) expect(new Set(drawn.slice(at, at + 5)).size).toBe(5);
  });

  test('draws evenly from all that is available when samples have just joined', async () => {
    const random = createRng(5);
    const drawn: number[] = [];
    for (let k = 0; k < 2000; k++) {
      const options = { ...good, batchSize: 1, order: 'easy-first' as const, random };
      drawn.push(...indicesIn((await batchesOf(paced(options), 3)).slice(2)));
    }
    expect(chiSquare(countsOf(drawn, 5), [1 / 3, 1 / 3, 0, 1 / 3, 0])).toBeLessThan(4);
  });

  test('is given the part of the steps that is done', async () => {
    const given: number[] = [];
    const pace = (progress: number) => {
      given.push(progress);
      return 1;
    };
    await batchesOf(paced({ ...good, pace, steps: 4 }));
    expect(given).toEqual([0, 0.25, 0.5, 0.75]);
  });

  test('keeps what has joined when the pace falls', async () => {
    const pace = (progress: number) => (progress === 0.2 ? 0.6 : 0.2);
    expect(await available({ pace })).toEqual([[3], [0, 1, 3], [0, 1, 3], [0, 1, 3], [0, 1, 3]]);
  });

  test('refuses a pace of NaN', async () => {
    const pace = (progress: number) => (progress < 0.3 ? 0.5 : Number.NaN);
    await expect(batchesOf(paced({ ...good, pace }))).rejects.toThrow(
      'paced: pace gave NaN at progress 0.4',
    );
  });

  test('lets the classes join in their own proportions, by the ranks within each', async () => {
    // Ten of class 7, easy; five of class 2, hard; five of class 0, in between.
    const classes = [...Array(10).fill(7), ...Array(5).fill(2), ...Array(5).fill(0)];
    const difficulty = classes.map((label, i) => (label === 7 ? 0 : label === 2 ? 200 : 100) + i);
    for (const order of ['easy-first', 'hard-first'] as const) {
      for (const [fraction, per] of [
        [0.2, 1],
        [0.4, 2],
        [0.6, 3],
        [1, 5],
      ] as const) {
        const options = { ...good, difficulty, classes, order, batchSize: 20, steps: 1 };
        const [batch] = await batchesOf(paced({ ...options, pace: () => fraction }));
        const drawn = [...new Set(batch?.indices)].sort((a, b) => a - b);
        const first = (from: number, size: number, count: number) =>
          order === 'easy-first'
            ? Array.from({ length: count }, (_, k) => from + k)
            : Array.from({ length: count }, (_, k) => from + size - count + k);
        expect(drawn).toEqual([
          ...first(0, 10, 2 * per),
          ...first(10, 5, per),
          ...first(15, 5, per),
        ]);
      }
    }
  });

  test('lets a small class join in the middle of its share, not before the others', async () => {
    const classes = [0, 0, 0, 0, 0, 0, 1, 1]; // at 1/12, 3/12, ... and at 1/4, 3/4
    const options = {
      ...good,
      difficulty: [3, 3, 2, 3, 3, 3, 0, 1],
      classes,
      batchSize: 8,
      steps: 1,
    };
    const first = async (count: number) => {
      const [batch] = await batchesOf(paced({ ...options, pace: () => count / 8 }));
      return countsOf(
        [...new Set(batch?.indices)].map((i) => classes[i] as number),
        2,
      );
    };
    expect(await first(1)).toEqual([1, 0]);
    expect(await first(3)).toEqual([2, 1]);
    expect(await first(4)).toEqual([3, 1]);
    expect(await first(5)).toEqual([4, 1]);
    expect(await first(8)).toEqual([6, 2]);
  });

  test('lets the only sample of a class join half way', async () => {
    for (const difficulty of [
      [1, 2, 3, 4, 0],
      [1, 2, 3, 4, 5],
    ]) {
      const options = { difficulty, classes: [0, 0, 0, 0, 1], steps: 1 };
      expect(await available({ ...options, pace: () => 2 / 5 })).toEqual([[0, 1]]);
      expect(await available({ ...options, pace: () => 3 / 5 })).toEqual([[0, 1, 4]]);
    }
  });

  test('keeps the classes in proportion in random order, too, and counts one class as none', async () => {
    const random = createRng(6);
    const classes = Array.from({ length: 12 }, (_, i) => i % 3);
    const first: number[] = [];
    for (let k = 0; k < 1000; k++) {
      const options = { ...good, difficulty: Array(12).fill(0), order: 'random' as const, random };
      const pace = () => 0.25;
      const [batch] = await batchesOf(paced({ ...options, classes, pace, batchSize: 3, steps: 1 }));
      expect([...(batch?.indices ?? [])].map((i) => i % 3).sort()).toEqual([0, 1, 2]);
      first.push(...(batch?.indices ?? []));
    }
    expect(chiSquare(countsOf(first, 12), Array(12).fill(1 / 12))).toBeLessThan(3);
    expect(await available({ classes: [4, 4, 4, 4, 4] })).toEqual(await available({}));
  });

  test('refuses a snapshot taken with other classes', () => {
    const from = paced({ ...good, classes: [0, 0, 0, 1, 1] }).snapshot();
    expect(() => paced({ ...good, classes: [0, 0, 1, 1, 1], from })).toThrow('its classes is #');
    expect(() => paced({ ...good, from })).toThrow('its classes is #');
  });

  test('follows the fixed exponential pace of Hacohen and Weinshall to the update', async () => {
    const steps = 700;
    const difficulty = Array.from({ length: 1000 }, (_, i) => i);
    const pace = fixedExponential({ steps });
    const options = { ...good, difficulty, pace, batchSize: 2000, steps };
    let step = 0;
    for await (const { indices } of paced(options)) {
      const fraction = Math.min(0.04 * 1.9 ** Math.floor(step / 100), 1);
      if (step % 100 < 2 || step % 100 > 97) {
        expect(new Set(indices).size).toBe(Math.round(fraction * 1000));
        expect(Math.max(...indices)).toBe(Math.round(fraction * 1000) - 1);
      }
      step++;
    }
  });

  test.each([
    [{ classes: [1, 2] }, 'paced: classes must have 5 values, one for each sample, got 2'],
    [{ difficulty: [] }, "paced: difficulty must hold at least one sample's"],
    [{ difficulty: [Number.NaN] }, 'paced: difficulty[0] is NaN'],
    [{ pace: 0.5 as never }, 'paced: pace must be a function, got 0.5'],
    [{ order: 'hardest' as never }, 'paced: order must be'],
    [{ batchSize: 0 }, 'paced: batchSize must be an integer >= 1, got 0'],
    [{ steps: -1 }, 'paced: steps must be an integer >= 0, got -1'],
  ])('refuses %o', (bad, message) => {
    expect(() => paced({ ...good, ...bad })).toThrow(message);
  });
});
