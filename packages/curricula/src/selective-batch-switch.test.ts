import { createRng } from '@gradus/samplers';
import { describe, expect, test, vi } from 'vitest';
import { batchesOf, FakeTensors, indicesIn } from '../test/helpers.ts';
import { type Batch, selectiveBatch } from './index.ts';

describe('switchOn', () => {
  /** tau of scores that are `high` in one of ten, else 1. */
  const tau = (high: number) => Math.sqrt(10 * (high ** 2 + 9)) / (high + 9);
  const run = { size: 50, batchSize: 10, steps: 60, random: createRng(1), switchOn: 2 };
  const scores = (indices: ArrayLike<number>, high: number) =>
    Float32Array.from({ length: indices.length }, (_, k) => (k % 10 === 0 ? high : 1));

  test('waits, on plain shuffling, until the average of tau is above it', async () => {
    const high = 100;
    const score = vi.fn((indices: Int32Array) => scores(indices, high));
    const curriculum = selectiveBatch({ ...run, score });
    const batches: Batch[] = [];
    let [average, on] = [0, -1];
    for await (const batch of curriculum) {
      batches.push(batch);
      if (average > 2 && on === -1) on = batch.step;
      expect(batch.phase).toBe(on === -1 ? 0 : 1);
      curriculum.observe(batch.indices, scores(batch.indices, high));
      average = 0.9 * average + 0.1 * tau(high);
    }
    expect(tau(high)).toBeGreaterThan(2);
    expect(on).toBeGreaterThan(3); // 0.9^t small enough
    expect(score).toHaveBeenCalledTimes(60 - on);
    const off = batches.slice(0, on);
    for (const { weights } of off) expect(weights).toEqual(new Float32Array(10).fill(1));
    for (let at = 0; at + 5 <= on; at += 5) {
      expect(new Set(indicesIn(off.slice(at, at + 5))).size).toBe(50); // passes, none lost
    }
  });

  test('goes off again when the pools say that it does not pay', async () => {
    const score = (indices: Int32Array) => new Float32Array(indices.length).fill(1); // tau = 1
    const curriculum = selectiveBatch({ ...run, score, smoothing: 0.5 });
    const phases: number[] = [];
    for await (const { step, phase, indices } of curriculum) {
      phases.push(phase);
      if (step < 3) curriculum.observe(indices, scores(indices, 100)); // 0 -> 1.4 -> 2.2: on
    }
    expect(phases.slice(0, 6)).toEqual([0, 0, 1, 0, 0, 0]); // (2.2 + 1) / 2 is below 2
  });

  test('stays off where nothing is observed or gained', async () => {
    const score = vi.fn();
    const silent = selectiveBatch({ ...run, score });
    expect((await batchesOf(silent)).every(({ phase }) => phase === 0)).toBe(true);
    const equal = selectiveBatch({ ...run, score });
    for await (const { indices } of equal) equal.observe(indices, scores(indices, 1));
    expect(score).not.toHaveBeenCalled();
  });

  test('reads what is observed on the device while off, and only disposes it while on', async () => {
    const fakes = new FakeTensors();
    const score = (indices: Int32Array) => scores(indices, 100);
    const curriculum = selectiveBatch({ ...run, score });
    let [off, on] = [0, 0];
    for await (const { phase, indices } of curriculum) {
      phase === 0 ? off++ : on++;
      curriculum.observe(indices, fakes.make(scores(indices, 100)));
    }
    expect(on).toBeGreaterThan(0);
    expect(fakes.alive).toBe(0);
    expect(fakes.read).toBe(off);
    expect(fakes.made).toBe(off + on);
    const left = selectiveBatch({ ...run, score });
    for await (const { indices } of left) {
      left.observe(indices, fakes.make(scores(indices, 100)));
      break;
    }
    expect(fakes.alive).toBe(0);
  });

  test('takes the same batches from a snapshot, on or off', async () => {
    const score = (indices: Int32Array) => scores(indices, 20);
    const play = async (curriculum: ReturnType<typeof selectiveBatch>, most = Infinity) => {
      const batches: Batch[] = [];
      if (most === 0) return batches;
      for await (const batch of curriculum) {
        batches.push(batch);
        curriculum.observe(batch.indices, scores(batch.indices, 20));
        if (batches.length === most) break;
      }
      return batches;
    };
    const options = { ...run, steps: 16, switchOn: 1.5, score };
    const whole = await play(selectiveBatch({ ...options, random: createRng(2) }));
    expect(new Set(whole.map(({ phase }) => phase))).toEqual(new Set([0, 1]));
    for (let most = 0; most <= 16; most++) {
      const left = selectiveBatch({ ...options, random: createRng(2) });
      await play(left, most);
      const from = structuredClone(left.snapshot());
      const rest = await play(selectiveBatch({ ...options, random: createRng(7), from }));
      expect(rest).toEqual(whole.slice(most));
    }
  });
});
