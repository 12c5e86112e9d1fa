import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { batchesOf, FakeTensors } from '../test/helpers.ts';
import { type Batch, type PrunedOptions, pruned } from './index.ts';

/** The first three quarters of the samples are well learned: their losses are below the mean. */
const loss = (i: number, size: number): number => (i < (3 * size) / 4 ? 0.5 : 2);
const good: PrunedOptions = { size: 40, batchSize: 10, steps: 40, random: createRng(1) };

async function train(options: PrunedOptions, losses = loss): Promise<Batch[]> {
  const curriculum = pruned(options);
  const batches: Batch[] = [];
  for await (const batch of curriculum) {
    batches.push(batch);
    const observed = Float32Array.from(batch.indices, (i) => losses(i, options.size));
    curriculum.observe(batch.indices, observed);
  }
  return batches;
}
/** The batches' samples and weights in order. */
const draws = (batches: Batch[]) =>
  batches.flatMap(({ indices, weights }) =>
    [...indices].map((index, k) => ({ index, weight: weights?.[k] as number })),
  );

describe('pruned', () => {
  test('passes over everything first, with weights of 1', async () => {
    const first = draws((await train(good)).slice(0, 4));
    expect(new Set(first.map(({ index }) => index)).size).toBe(40);
    expect(first.every(({ weight }) => weight === 1)).toBe(true);
  });

  test('then draws the others in each pass, and of the well-learned some, with 1 / (1 - skip)', async () => {
    for (const skip of [0.5, 0.8, 0.25]) {
      const all = draws(await train({ ...good, steps: 1000, skip, until: 1 })).slice(40);
      let passes = 0;
      let learned = 0;
      // Each pass holds each of the ten others once, so the eleventh of them begins the next.
      const others = all.filter(({ index }) => index >= 30);
      for (let at = 0; at + 10 <= others.length; at += 10) {
        expect(new Set(others.slice(at, at + 10).map(({ index }) => index)).size).toBe(10);
        passes++;
      }
      for (const { index, weight } of all) {
        expect(weight).toBe(index < 30 ? Math.fround(1 / (1 - skip)) : 1);
        if (index < 30) learned++;
      }
      // 30 (1 - skip) in each pass on the average: binomial, so four standard deviations.
      const off = Math.abs(learned / passes - 30 * (1 - skip));
      expect(off).toBeLessThan(4 * Math.sqrt((30 * skip * (1 - skip)) / passes) + 30 / passes);
    }
  });

  test('gives every sample the same weight in all, in the mean', async () => {
    const all = draws(await train({ ...good, steps: 10_000, until: 1 }));
    const total = new Float64Array(40);
    for (const { index, weight } of all) (total[index] as number) += weight;
    const mean = total.reduce((sum, weight) => sum + weight) / 40;
    for (const weight of total) expect(Math.abs(weight / mean - 1)).toBeLessThan(0.05);
    // Power: without the weights the well-learned have half of that.
    const plain = new Float64Array(40);
    for (const { index } of all) (plain[index] as number)++;
    expect((plain[0] as number) / (plain[39] as number)).toBeLessThan(0.55);
  });

  test('skips nothing from seven eighths of the updates on, in passes begun there', async () => {
    const batches = await train(good);
    expect(batches.findIndex(({ phase }) => phase === 1)).toBe(35);
    const last = draws(batches.slice(35));
    expect(last.every(({ weight }) => weight === 1)).toBe(true);
    expect(new Set(last.slice(0, 40).map(({ index }) => index)).size).toBe(40);
    const before = draws(batches.slice(0, 35));
    expect(before.some(({ weight }) => weight === 2)).toBe(true);
    expect((await train({ ...good, until: 0 })).every(({ phase }) => phase === 1)).toBe(true);
    const never = draws(await train({ ...good, until: 0 }));
    expect(never.every(({ weight }) => weight === 1)).toBe(true);
  });

  test('is plain shuffling where nothing is below the mean: all equal, even where it rounds', async () => {
    for (const value of [0, 0.1, 1e-30, 3e38, -2]) {
      const all = draws(await train({ ...good, until: 1 }, () => value));
      for (let at = 0; at < 400; at += 40) {
        expect(new Set(all.slice(at, at + 40).map(({ index }) => index)).size).toBe(40);
      }
    }
  });

  test('judges by the latest scores, those on the device read back when a pass ends', async () => {
    const fakes = new FakeTensors();
    const curriculum = pruned({ ...good, steps: 200 });
    const batches: Batch[] = [];
    for await (const batch of curriculum) {
      batches.push(batch);
      // who is well learned changes; those skipped are told one by one
      const values = Array.from(batch.indices, (i) =>
        batch.step < 60 ? loss(i, 40) : 3 - loss(i, 40),
      );
      curriculum.observe(batch.indices, fakes.make(values));
      if (batch.step < 3) expect(fakes.read).toBe(0);
    }
    expect(fakes.alive).toBe(0);
    const weighted = (from: number, to: number) => [
      ...new Set(
        draws(batches.slice(from, to)).flatMap(({ index, weight }) =>
          weight === 2 ? [index] : [],
        ),
      ),
    ];
    expect(weighted(0, 60).every((index) => index < 30)).toBe(true);
    expect(weighted(150, 175).every((index) => index >= 30)).toBe(true);
    expect(weighted(150, 175).length).toBeGreaterThan(0);
  });

  test('skips none that have no score', async () => {
    const curriculum = pruned({ ...good, until: 1 });
    let [unseen, drawn] = [0, 0];
    for await (const { step, indices, weights } of curriculum) {
      for (const [k, index] of indices.entries()) {
        if (index >= 5) {
          expect(weights?.[k]).toBe(1);
          unseen++;
        }
        drawn++;
      }
      if (step === 0) curriculum.observe([0, 1, 2, 3, 4], [0, 0, 0, 0, 9]);
    }
    expect(unseen / drawn).toBeGreaterThan(35 / 40);
  });

  test('as its control skips as many, any of them', async () => {
    const all = draws(await train({ ...good, steps: 10_000, until: 1, control: true })).slice(40);
    const counts = new Float64Array(40);
    const boosted = new Float64Array(40);
    for (const { index, weight } of all) {
      (counts[index] as number)++;
      if (weight === 2) (boosted[index] as number)++;
    }
    for (const count of counts) expect(Math.abs(count / 2500 - 1)).toBeLessThan(0.05);
    const share = boosted.reduce((sum, count) => sum + count) / all.length;
    expect(share).toBeGreaterThan(0.57); // 15 of 25 in the mean pass
    expect(share).toBeLessThan(0.63);
    expect(Math.min(...boosted) / Math.max(...boosted)).toBeGreaterThan(0.85);
  });

  test('says so where nothing was observed when a pass begins', async () => {
    await expect(batchesOf(pruned(good))).rejects.toThrow(
      'pruned: no score is known at step 4: call observe() in the loop',
    );
  });

  test.each([
    [{ size: 0 }, 'size must be an integer >= 1, got 0'],
    [{ skip: -0.1 }, 'skip must be in [0, 1], got -0.1'],
    [{ skip: 1 }, 'skip must be below 1, got 1'],
    [{ until: 1.1 }, 'until must be in [0, 1], got 1.1'],
    [{ until: Number.NaN }, 'until must be in [0, 1], got NaN'],
    [{ control: 1 as never }, 'control must be true or false, got 1'],
  ])('refuses %o', (bad, message) => {
    expect(() => pruned({ ...good, ...bad })).toThrow(`pruned: ${message}`);
  });
});
