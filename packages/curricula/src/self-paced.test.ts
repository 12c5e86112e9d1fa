import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { batchesOf, chiSquare, countsOf, FakeTensors } from '../test/helpers.ts';
import { type Batch, type SelfPacedOptions, selfPaced } from './index.ts';

const losses = [4, 0.5, 1, 8, 2, 3];
const good: SelfPacedOptions = {
  size: 6,
  batchSize: 3,
  steps: 20,
  rescoreEvery: 2, // six draws, so every sample that is kept is drawn
  warmUp: 0,
  random: createRng(1),
  score: (indices) => Float32Array.from(indices, (i) => losses[i] as number),
};
/** What each stretch kept, and its phase. */
const kept = (batches: Batch[]) =>
  Array.from({ length: Math.ceil(batches.length / 2) }, (_, k) => {
    const pair = batches.slice(2 * k, 2 * k + 2);
    return [
      pair[0]?.phase,
      [...new Set(pair.flatMap(({ indices }) => [...indices]))].sort(),
    ] as const;
  });

describe('selfPaced', () => {
  test('keeps the easier half first, and those below a threshold that grows by 1.3', async () => {
    // The third easiest loss is 2; then 2.6, 3.38, 4.394, 5.7122, 7.42586 and 9.653618.
    expect(kept(await batchesOf(selfPaced(good)))).toEqual([
      [1, [1, 2, 4]],
      [1, [1, 2, 4]],
      [1, [1, 2, 4, 5]],
      [1, [0, 1, 2, 4, 5]],
      [1, [0, 1, 2, 4, 5]],
      [1, [0, 1, 2, 4, 5]],
      [2, [0, 1, 2, 3, 4, 5]],
      [2, [0, 1, 2, 3, 4, 5]],
      [2, [0, 1, 2, 3, 4, 5]],
      [2, [0, 1, 2, 3, 4, 5]],
    ]);
  });

  test('starts with the part, and grows at the rate, that it is told', async () => {
    const options = { ...good, start: 1 / 6, growth: 4, batchSize: 1, rescoreEvery: 6, steps: 24 };
    const batches = await batchesOf(selfPaced(options));
    const seen = [0, 6, 12, 18].map((from) => {
      return new Set(batches.slice(from, from + 6).flatMap(({ indices }) => [...indices])).size;
    });
    expect(seen).toEqual([1, 3, 6, 6]); // up to 0.5, 2, 8, 32
  });

  test('rounds the part that it starts with up', async () => {
    const options = { ...good, batchSize: 1, rescoreEvery: 12, steps: 12 };
    for (const [start, many] of [
      [0.01, 1],
      [0.34, 3],
      [0.5, 3],
      [0.51, 4],
    ] as const) {
      const batches = await batchesOf(selfPaced({ ...options, start }));
      expect(new Set(batches.flatMap(({ indices }) => [...indices])).size).toBe(many);
    }
  });

  test('follows the losses as they change, with the threshold of the first ones', async () => {
    let scale = 1;
    const score = (indices: Int32Array) =>
      Float32Array.from(indices, (i) => (losses[i] as number) * scale);
    const curriculum = selfPaced({ ...good, score, growth: 1 });
    const batches: Batch[] = [];
    for await (const batch of curriculum) {
      batches.push(batch);
      if (batch.step === 1) scale = 0.5;
      if (batch.step === 3) scale = 0.1;
      if (batch.step === 5) scale = 1;
    }
    expect(kept(batches).slice(0, 4)).toEqual([
      [1, [1, 2, 4]],
      [1, [0, 1, 2, 4, 5]],
      [2, [0, 1, 2, 3, 4, 5]],
      [1, [1, 2, 4]],
    ]);
  });

  test('has at least a batch of different samples, the easiest, where fewer are below', async () => {
    let scale = 1;
    const score = (indices: Int32Array) =>
      Float32Array.from(indices, (i) => (losses[i] as number) * scale);
    const curriculum = selfPaced({ ...good, score, growth: 1, steps: 6 });
    const batches: Batch[] = [];
    for await (const batch of curriculum) {
      batches.push(batch);
      scale = batch.step < 3 ? 100 : 0.9;
    }
    expect(kept(batches)[1]).toEqual([1, [1, 2, 4]]);
    expect(kept(batches)[2]).toEqual([1, [1, 2, 4]]); // by the old threshold, which they did not raise
    expect(
      kept(await batchesOf(selfPaced({ ...good, start: 0.01, batchSize: 10, steps: 2 })))[0],
    ).toEqual([2, [0, 1, 2, 3, 4, 5]]);
  });

  test('draws in passes over what is kept, each order as likely', async () => {
    const random = createRng(4);
    const batches = await batchesOf(
      selfPaced({ ...good, random, growth: 1, steps: 6000, rescoreEvery: 1 }),
    );
    const orders = batches.map(({ indices }) => indices.join());
    const different = [...new Set(orders)];
    expect(different).toHaveLength(6);
    const counts = countsOf(
      orders.map((order) => different.indexOf(order)),
      6,
    );
    expect(chiSquare(counts, Array(6).fill(1 / 6))).toBeLessThan(4);
  });

  test('warms up on all samples and goes on with the losses observed, on the device too', async () => {
    const fakes = new FakeTensors();
    const { score: _, warmUp: __, ...free } = good;
    const curriculum = selfPaced(free);
    const batches: Batch[] = [];
    for await (const batch of curriculum) {
      batches.push(batch);
      curriculum.observe(
        batch.indices,
        fakes.make(Float32Array.from(batch.indices, (i) => losses[i] as number)),
      );
    }
    expect(kept(batches).slice(0, 3)).toEqual([
      [0, [0, 1, 2, 3, 4, 5]],
      [1, [1, 2, 4]],
      [1, [1, 2, 4]],
    ]);
    expect([fakes.made, fakes.alive]).toEqual([20, 0]);
  });

  test('counts unseen samples as the hardest', async () => {
    const { score: _, ...free } = good;
    const curriculum = selfPaced({ ...free, steps: 2 });
    curriculum.observe([0, 1, 2], [1, 2, 3]);
    // Four of six are the hardest: the third easiest is one of them.
    expect(kept(await batchesOf(curriculum))).toEqual([[2, [0, 1, 2, 3, 4, 5]]]);
    const seen = selfPaced({ ...free, steps: 2 });
    seen.observe([0, 1, 2], [1, 2, 2.5]);
    seen.observe([3], [3]);
    expect(kept(await batchesOf(seen))).toEqual([[1, [0, 1, 2]]]);
  });

  test('as its control keeps as many, any of them', async () => {
    const batches = await batchesOf(selfPaced({ ...good, control: true, growth: 1, steps: 8000 }));
    const sets = kept(batches);
    for (const [phase, indices] of sets) {
      expect(phase).toBe(1);
      expect(indices).toHaveLength(3);
    }
    const often = countsOf(
      sets.flatMap(([, indices]) => indices),
      6,
    );
    expect(Math.max(...often) / Math.min(...often)).toBeLessThan(1.15);
    expect(new Set(sets.map(([, indices]) => indices.join())).size).toBe(20);
  });

  test('refuses losses below 0, and options out of range', async () => {
    const score = (indices: Int32Array) => Float32Array.from(indices, (i) => (i === 3 ? -1 : 1));
    await expect(batchesOf(selfPaced({ ...good, score }))).rejects.toThrow(
      'selfPaced: the loss of sample 3 is -1, must be >= 0',
    );
    for (const [bad, message] of [
      [{ start: 0 }, 'start must be in (0, 1], got 0'],
      [{ start: 1.5 }, 'start must be in (0, 1], got 1.5'],
      [{ growth: 0.9 }, 'growth must be in [1, Infinity), got 0.9'],
      [{ growth: Infinity }, 'growth must be in [1, Infinity), got Infinity'],
      [{ control: 'yes' as never }, 'control must be true or false, got yes'],
      [{ rescoreEvery: 0 }, 'rescoreEvery must be an integer >= 1, got 0'],
    ] as [Partial<SelfPacedOptions>, string][]) {
      expect(() => selfPaced({ ...good, ...bad })).toThrow(`selfPaced: ${message}`);
    }
  });
});
