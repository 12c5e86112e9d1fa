import { createRng } from '@gradus/samplers';
import { describe, expect, test, vi } from 'vitest';
import { batchesOf, chiSquare, countsOf, indicesIn } from '../test/helpers.ts';
import { type Batch, type SelectiveBatchOptions, selectiveBatch, uniform } from './index.ts';

const value = (i: number) => 1 + (i % 4); // 1 to 4
const good: SelectiveBatchOptions = {
  size: 20,
  batchSize: 4,
  steps: 10,
  random: createRng(1),
  score: (indices) => Float32Array.from(indices, value),
};

describe('the pool of selectiveBatch', () => {
  test('is the next k b of shuffled passes over the samples, scored once for each batch', async () => {
    const pools: number[][] = [];
    const score = (indices: Int32Array) => {
      pools.push([...indices]);
      indices.fill(0); // its own to spoil
      return new Float32Array(indices.length);
    };
    await batchesOf(selectiveBatch({ ...good, score, pool: 5 }));
    expect(pools).toHaveLength(10);
    for (const pool of pools) expect(new Set(pool).size).toBe(20); // whole passes here
    expect(new Set(pools.map(String)).size).toBe(10);
  });

  test('holds samples more than once where it is larger than the data', async () => {
    const pools: number[][] = [];
    const score = (indices: Int32Array) => {
      pools.push([...indices]);
      return new Float32Array(indices.length);
    };
    await batchesOf(selectiveBatch({ ...good, size: 3, score, pool: 3, steps: 2 }));
    for (const pool of pools) expect(countsOf(pool, 3)).toEqual([4, 4, 4]);
  });
});

describe("keep: 'sample'", () => {
  test('draws by the scores with replacement, with weights 1 / (B g)', async () => {
    const options = { ...good, pool: 1, batchSize: 100, steps: 5000, random: createRng(5) };
    const batches = await batchesOf(selectiveBatch(options));
    const total = 5 * (1 + 2 + 3 + 4); // of a pass; each pool is five of them here
    expect(batches.every(({ phase }) => phase === 1)).toBe(true);
    for (const { indices, weights } of batches.slice(0, 500)) {
      expect(weights).toEqual(Float32Array.from(indices, (i) => total / (20 * value(i))));
    }
    const law = Array.from({ length: 20 }, (_, i) => value(i) / total);
    const drawn = indicesIn(batches);
    expect(chiSquare(countsOf(drawn, 20), law)).toBeLessThan(4);
    // Power: probabilities 1 % off are told at half a million draws of 20 samples.
    const off = law.map((p, i) => p * (i % 2 === 0 ? 1.01 : 0.99));
    expect(chiSquare(countsOf(drawn, 20), off)).toBeGreaterThan(6);
  });

  test('keeps the weighted mean of anything what it is over all samples', async () => {
    const options = { ...good, steps: 20_000, random: createRng(6) };
    let sum = 0;
    for await (const { indices, weights } of selectiveBatch(options)) {
      for (const [k, i] of indices.entries()) sum += (weights?.[k] as number) * i * i;
    }
    const mean = sum / 80_000;
    const expected = Array.from({ length: 20 }, (_, i) => i * i).reduce((a, b) => a + b) / 20;
    expect(Math.abs(mean / expected - 1)).toBeLessThan(0.02);
    // Power: without weights it is off by much.
    let plain = 0;
    for await (const { indices } of selectiveBatch({ ...options, random: createRng(6) })) {
      for (const i of indices) plain += i * i;
    }
    expect(Math.abs(plain / 80_000 / expected - 1)).toBeGreaterThan(0.06);
  });

  test('never draws a score of 0, unless all are: then any, with weights of 1', async () => {
    const score = (indices: Int32Array) => Float32Array.from(indices, (i) => (i < 18 ? 0 : 1));
    const batches = await batchesOf(selectiveBatch({ ...good, pool: 5, steps: 200, score }));
    expect(new Set(indicesIn(batches))).toEqual(new Set([18, 19]));
    const none = {
      ...good,
      steps: 500,
      score: (indices: Int32Array) => new Float32Array(indices.length),
    };
    const any = await batchesOf(selectiveBatch(none));
    expect(new Set(indicesIn(any)).size).toBe(20);
    for (const { weights } of any) expect(weights).toEqual(new Float32Array(4).fill(1));
  });

  test('refuses scores below 0, NaN and too few, with the sample; a snapshot tries again', async () => {
    for (const [wrong, message] of [
      [-1, 'selectiveBatch: scores to sample by must be >= 0, but [5] is -1 (sample '],
      [Number.NaN, 'selectiveBatch: score(indices)[5] is NaN (sample '],
      [undefined, 'selectiveBatch: score(indices) must have 12 values, one for each index, got 11'],
    ] as const) {
      const whole = await batchesOf(selectiveBatch({ ...good, random: createRng(3) }));
      let calls = 0;
      const score = (indices: Int32Array) => {
        const scores = Float32Array.from(indices, value);
        if (calls++ !== 4) return scores;
        if (wrong === undefined) return scores.subarray(1);
        scores[5] = wrong;
        return scores;
      };
      const failing = selectiveBatch({ ...good, random: createRng(3), score });
      const first: Batch[] = [];
      const run = async () => {
        for await (const batch of failing) first.push(batch);
      };
      await expect(run()).rejects.toThrow(message);
      const from = structuredClone(failing.snapshot());
      const rest = await batchesOf(selectiveBatch({ ...good, random: createRng(9), from }));
      expect([...first, ...rest]).toEqual(whole);
    }
  });

  test('an error in score is the cause of one that says when; what it drew is given back', async () => {
    const random = createRng(3);
    const failing = selectiveBatch({
      ...good,
      random,
      score: () => {
        random(); // say, for dropout
        throw new Error('out of memory');
      },
    });
    const before = failing.snapshot();
    const error = await batchesOf(failing).catch((e: Error) => e);
    expect((error as Error).message).toBe('selectiveBatch: score failed at step 0: out of memory');
    expect((error as Error).cause).toEqual(new Error('out of memory'));
    expect(failing.snapshot()).toEqual(before);
  });

  test('an abort ends the wait for a score that never returns, and can be continued', async () => {
    const whole = await batchesOf(selectiveBatch({ ...good, random: createRng(3) }));
    const controller = new AbortController();
    let calls = 0;
    const score = vi.fn((indices: Int32Array, _signal?: AbortSignal) => {
      if (calls++ < 2) return Float32Array.from(indices, value);
      queueMicrotask(() => controller.abort());
      return new Promise<Float32Array>(() => {});
    });
    const { signal } = controller;
    const stuck = selectiveBatch({ ...good, random: createRng(3), score, signal });
    const first: Batch[] = [];
    const run = async () => {
      for await (const batch of stuck) first.push(batch);
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(score.mock.calls[0]?.[1]).toBe(signal);
    const from = stuck.snapshot();
    const rest = await batchesOf(selectiveBatch({ ...good, random: createRng(9), from }));
    expect([...first, ...rest]).toEqual(whole);
  });
});

describe("keep: 'top'", () => {
  test('keeps the b of the highest scores, without weights', async () => {
    const batches = await batchesOf(selectiveBatch({ ...good, pool: 5, keep: 'top' }));
    for (const { indices, weights } of batches) {
      expect(weights).toBeUndefined();
      expect([...indices].map(value)).toEqual([4, 4, 4, 4]);
      expect(new Set(indices).size).toBe(4);
    }
    // Five have it: which of them is left out is by chance.
    expect(new Set(indicesIn(batches)).size).toBe(5);
  });

  test('takes the holdout losses off, as RHO-LOSS does', async () => {
    const holdout = Array.from({ length: 20 }, (_, i) => (i % 4 === 3 ? 3.5 : 0.1));
    const options = { ...good, pool: 5, keep: 'top' as const, holdout };
    for (const { indices } of await batchesOf(selectiveBatch(options))) {
      expect([...indices].map(value)).toEqual([3, 3, 3, 3]);
    }
  });

  test('may have scores below 0', async () => {
    const score = (indices: Int32Array) => Float32Array.from(indices, (i) => -i);
    const [batch] = await batchesOf(selectiveBatch({ ...good, pool: 5, keep: 'top', score }));
    expect([...(batch as Batch).indices]).toEqual([0, 1, 2, 3]);
  });
});

describe('the control of selectiveBatch', () => {
  test('keeps any b of the same pools, and scores nothing', async () => {
    const score = vi.fn();
    for (const keep of ['sample', 'top'] as const) {
      const options = { ...good, pool: 5, steps: 5000, keep, score, control: true };
      const batches = await batchesOf(selectiveBatch({ ...options, random: createRng(3) }));
      for (const { indices, weights } of batches) {
        expect(new Set(indices).size).toBe(4); // of a pool that is a whole pass
        expect(weights?.every((weight) => weight === 1)).toBe(keep === 'sample' ? true : undefined);
      }
      expect(chiSquare(countsOf(indicesIn(batches), 20), Array(20).fill(1 / 20))).toBeLessThan(4);
      // Unlike in shuffling, the next batch may hold the same again.
      const pairs = batches.slice(1).filter(({ indices }, k) => {
        return batches[k]?.indices.some((i) => indices.includes(i));
      });
      expect(pairs.length / 5000).toBeGreaterThan(0.5);
      expect(pairs.length / 5000).toBeLessThan(0.7); // 1 - C(16, 4) / C(20, 4) = 0.62
    }
    expect(score).not.toHaveBeenCalled();
  });
});

test('a pool of one batch is plain shuffling in law', async () => {
  const one = selectiveBatch({ ...good, pool: 1, keep: 'top', steps: 5 });
  expect(new Set(indicesIn(await batchesOf(one))).size).toBe(20);
  const plain = uniform({ ...good, steps: 5 });
  expect(new Set(indicesIn(await batchesOf(plain))).size).toBe(20);
});

test.each([
  [{ score: undefined as never }, 'score must be a function, got undefined'],
  [{ pool: 0 }, 'pool must be an integer >= 1, got 0'],
  [{ pool: 2.5 }, 'pool must be an integer >= 1, got 2.5'],
  [{ keep: 'best' as never }, "keep must be 'sample' or 'top', got best"],
  [{ holdout: [1] }, "holdout needs keep: 'top'"],
  [{ holdout: [1], keep: 'top' }, 'holdout must have 20 values, one for each sample, got 1'],
  [{ holdout: Array(20).fill(Number.NaN), keep: 'top' }, 'holdout[0] must be finite, got NaN'],
  [{ switchOn: 2, keep: 'top' }, "switchOn needs keep: 'sample'"],
  [{ switchOn: -1 }, 'switchOn must be in [0, Infinity), got -1'],
  [{ smoothing: 1 }, 'smoothing must be below 1, got 1'],
  [{ smoothing: -1 }, 'smoothing must be in [0, 1], got -1'],
  [{ control: 0 as never }, 'control must be true or false, got 0'],
] as [Partial<SelectiveBatchOptions>, string][])('selectiveBatch refuses %o', (bad, message) => {
  expect(() => selectiveBatch({ ...good, ...bad })).toThrow(`selectiveBatch: ${message}`);
});
