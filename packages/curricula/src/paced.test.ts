import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { batchesOf, chiSquare, countsOf, indicesIn } from '../test/helpers.ts';
import { linear, type PacedOptions, paced, stepwise } from './index.ts';

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

  test.each([
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
