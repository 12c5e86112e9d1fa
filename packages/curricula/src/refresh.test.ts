import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { batchesOf, chiSquare, countsOf, plainDraw } from '../test/helpers.ts';
import { type DynamicSampledOptions, dynamicSampled } from './index.ts';
import { pickSome } from './refresh.ts';

const options = (): DynamicSampledOptions => ({
  size: 6,
  batchSize: 2,
  steps: 12,
  rescoreEvery: 2,
  warmUp: 0,
  random: createRng(3),
  score: (indices) => new Float32Array(indices.length),
  weigh: (scores) => Float64Array.from(scores, (score) => 1 + score),
  draw: plainDraw,
});

describe('refresh', () => {
  /** Which samples each pass scored, with whatever is observed on the way. */
  const scored = async (
    refresh: DynamicSampledOptions['refresh'],
    more: Partial<DynamicSampledOptions> = {},
    observed: Record<number, number[]> = {},
  ) => {
    const passes: number[][] = [];
    const curriculum = dynamicSampled({
      ...options(),
      ...more,
      refresh,
      score: (indices) => {
        passes.push([...indices]);
        return Float32Array.from(indices, (i) => i);
      },
    });
    for await (const { step } of curriculum) {
      const indices = observed[step] ?? [];
      curriculum.observe(indices, new Float32Array(indices.length));
    }
    return passes;
  };

  test('of the oldest scores the samples in turn, where nothing is observed', async () => {
    const passes = await scored({ fraction: 1 / 3, pick: 'oldest' });
    expect(passes).toHaveLength(6);
    for (const first of [0, 3]) {
      const round = passes.slice(first, first + 3).flat();
      expect(round.sort()).toEqual([0, 1, 2, 3, 4, 5]);
    }
    // equals come at random, but the same again in the next round: they are then as old as then
    expect(passes.slice(0, 3)).toEqual(passes.slice(3));
  });

  test('of the oldest leaves out what was observed lately', async () => {
    const passes = await scored(
      { fraction: 0.5, pick: 'oldest' },
      { warmUp: 2, steps: 6 },
      { 0: [0, 1], 1: [2], 3: [0] },
    );
    expect(passes).toEqual([
      [3, 4, 5], // never scored
      [1, 2, 3].map(() => expect.any(Number)),
    ]);
    expect(passes[1]).toContain(1); // scored at step 1, of which there is no older
    expect(passes[1]).toContain(2);
    expect(passes[1]).not.toContain(0); // scored at step 4
  });

  test('rounds the part up, and scores all at 1', async () => {
    expect((await scored({ fraction: 0.4, pick: 'random' })).map((pass) => pass.length)).toEqual(
      Array(6).fill(3),
    );
    expect((await scored({ fraction: 1e-9, pick: 'likely' })).map((pass) => pass.length)).toEqual(
      Array(6).fill(1),
    );
    for (const pick of ['oldest', 'random', 'likely'] as const) {
      expect(await scored({ fraction: 1, pick })).toEqual(Array(6).fill([0, 1, 2, 3, 4, 5]));
    }
  });

  test('keeps the scores of the others', async () => {
    const seen: number[][] = [];
    await scored(
      { fraction: 0.5, pick: 'oldest' },
      {
        steps: 4,
        warmUp: 2,
        unseen: 'mean',
        weigh: (scores) => {
          seen.push([...scores]);
          return new Float64Array(6).fill(1);
        },
      },
      { 0: [0, 1, 2] },
    );
    expect(seen).toEqual([[0, 0, 0, 3, 4, 5]]);
  });

  test('of the likely weighs the scores before, with the progress', async () => {
    const calls: [number[], number][] = [];
    const weigh = (scores: Float32Array, progress: number) => {
      calls.push([[...scores], progress]);
      return Float64Array.of(0, 0, 1, 0, 0, 0);
    };
    const passes = await scored(
      { fraction: 0.1, pick: 'likely' },
      { weigh, warmUp: 6, steps: 8, unseen: 'mean' },
      { 0: [0, 1, 2, 3, 4, 5] },
    );
    expect(passes).toEqual([[2]]); // the only one that could be drawn
    expect(calls).toEqual([
      [[0, 0, 0, 0, 0, 0], 0.75],
      [[0, 0, 2, 0, 0, 0], 0.75],
    ]);
  });

  test('of the likely counts the unseen as they are counted otherwise', async () => {
    for (const [unseen, value] of [
      ['hardest', 8],
      ['mean', 5],
    ] as const) {
      const seen: number[][] = [];
      const weigh = (scores: Float32Array) => {
        seen.push([...scores]);
        return new Float64Array(6).fill(1);
      };
      const curriculum = dynamicSampled({
        ...options(),
        steps: 2,
        refresh: { fraction: 0.1, pick: 'likely' },
        unseen,
        weigh,
      });
      curriculum.observe([1, 2], [2, 8]);
      await batchesOf(curriculum);
      expect(seen[0]).toEqual([value, 2, 8, value, value, value]);
    }
  });

  test.each([
    [{ refresh: { fraction: 0, pick: 'oldest' } }, 'refresh.fraction must be in (0, 1], got 0'],
    [{ refresh: { fraction: 1.1, pick: 'oldest' } }, 'refresh.fraction must be in (0, 1], got 1.1'],
    [{ refresh: { fraction: Number.NaN, pick: 'oldest' } }, 'refresh.fraction must be in (0, 1]'],
    [
      { refresh: { fraction: 1, pick: 'stale' as never } },
      "refresh.pick must be 'oldest' or 'random' or 'likely', got stale",
    ],
    [{ refresh: 0.5 as never }, 'refresh must be an object, got 0.5'],
    [
      { refresh: { fraction: 1, pick: 'oldest' }, score: undefined },
      'refresh needs a score to refresh with',
    ],
  ] as [Partial<DynamicSampledOptions>, string][])('refuses %o', (bad, message) => {
    expect(() => dynamicSampled({ ...options(), ...bad })).toThrow(`dynamicSampled: ${message}`);
  });

  test('scores that are too few for those picked are refused, and the stretch begins again', async () => {
    const make = (more: Partial<DynamicSampledOptions>) =>
      dynamicSampled({ ...options(), refresh: { fraction: 0.5, pick: 'random' }, ...more });
    const whole = await batchesOf(make({}));
    let calls = 0;
    const failing = make({
      score: (indices) => new Float32Array(indices.length - (calls++ === 3 ? 1 : 0)),
    });
    const batches: unknown[] = [];
    const run = async () => {
      for await (const batch of failing) batches.push(batch);
    };
    await expect(run()).rejects.toThrow('score(indices) must have 3 values, one for each index');
    const from = structuredClone(failing.snapshot());
    const rest = await batchesOf(make({ random: createRng(77), from }));
    expect([...batches, ...rest]).toEqual(whole);
  });
});

describe('pickSome', () => {
  const random = createRng(5);
  const times = 20_000;
  const often = (size: number, pick: () => Int32Array) => {
    const counts = new Array<number>(size).fill(0);
    for (let k = 0; k < times; k++) for (const i of pick()) (counts[i] as number)++;
    return counts;
  };

  test('picks each as likely by random, and the equally old', () => {
    const old = { scoredAt: Int32Array.of(5, 3, 9, 3, 3) };
    const size = 5;
    const any = often(size, () => pickSome('random', { size, count: 2, random }, {}));
    expect(chiSquare(any, Array(5).fill(0.2))).toBeLessThan(4);
    const oldest = often(size, () => pickSome('oldest', { size, count: 2, random }, old));
    expect(chiSquare(oldest, [0, 1 / 3, 0, 1 / 3, 1 / 3])).toBeLessThan(4);
    const both = pickSome('oldest', { size, count: 4, random }, old);
    expect(both).toEqual(Int32Array.of(0, 1, 3, 4));
  });

  test('picks in proportion to the weights, never one of weight 0 before the others', () => {
    const size = 50;
    const weights = Float64Array.from({ length: size }, (_, i) => (i === 0 ? 0 : 1 + (i % 3)));
    const counts = often(size, () => pickSome('likely', { size, count: 5, random }, { weights }));
    expect(counts[0]).toBe(0);
    const share = (level: number) =>
      counts.reduce((sum, count, i) => (weights[i] === level ? sum + count : sum), 0) /
      weights.filter((weight) => weight === level).length;
    // Sequential Poisson sampling is in proportion to within a few percent where few are picked.
    expect(share(2) / share(1)).toBeGreaterThan(1.9);
    expect(share(2) / share(1)).toBeLessThan(2.1);
    expect(share(3) / share(1)).toBeGreaterThan(2.8);
    expect(share(3) / share(1)).toBeLessThan(3.2);
    const all = pickSome('likely', { size: 3, count: 2, random }, { weights: new Float64Array(3) });
    expect(all).toHaveLength(2); // no weight at all: any
  });
});

describe('the control of dynamicSampled', () => {
  test('hands the weights to the samples at random, anew in each stretch', async () => {
    const weights = [0, 0, 0, 1, 3, 9];
    const seen: number[][] = [];
    const batches = await batchesOf(
      dynamicSampled({
        ...options(),
        steps: 4000,
        control: true,
        weigh: () => Float64Array.from(weights),
        draw: (given, count, random) => {
          seen.push([...given]);
          return plainDraw(given, count, random);
        },
      }),
    );
    for (const given of seen) expect(given.slice().sort()).toEqual(weights.slice().sort());
    expect(new Set(seen.map(String)).size).toBe(120); // 6! / 3!
    const where = countsOf(
      seen.map((given) => given.indexOf(9)),
      6,
    );
    expect(chiSquare(where, Array(6).fill(1 / 6))).toBeLessThan(4);
    const drawn = batches.flatMap(({ indices }) => [...indices]);
    for (const count of countsOf(drawn, 6)) expect(count).toBeGreaterThan(1000);
  });
});
