import { createRng } from '@gradus/samplers';
import { temper } from '@gradus/temperature';
import { describe, expect, test, vi } from 'vitest';
import { batchesOf, countsOf, plainDraw } from '../test/helpers.ts';
import {
  bootstrapped,
  type Curriculum,
  type DiagnosticRecord,
  type DiagnosticsOptions,
  dynamicSampled,
  paced,
  switchAt,
  uniform,
} from './index.ts';

/** Keeps what it is told. */
function recording() {
  const batches: DiagnosticRecord[] = [];
  const epochs: DiagnosticRecord[] = [];
  const diagnostics: DiagnosticsOptions = {
    batch: (record) => batches.push({ ...record, draws: record.draws.slice() }),
    epoch: (record) => epochs.push(record),
  };
  return { batches, epochs, diagnostics };
}
const run = () => ({ batchSize: 4, steps: 7, random: createRng(1) });

const free = (diagnostics?: DiagnosticsOptions, from?: ReturnType<Curriculum['snapshot']>) =>
  dynamicSampled({
    ...run(),
    steps: 12,
    size: 10,
    rescoreEvery: 3,
    weigh: (scores) => temper(scores, { favour: 'hard', maxRatio: 5 }),
    draw: plainDraw,
    diagnostics,
    from,
  });
async function play(curriculum: ReturnType<typeof free>, most = Infinity) {
  for await (const { step, indices } of curriculum) {
    curriculum.observe(
      indices,
      Float32Array.from(indices, (i) => i),
    );
    if (step + 1 === most) break;
  }
}

describe('diagnostics', () => {
  test('count the draws, and the share of samples drawn, since the start', async () => {
    const { batches, diagnostics } = recording();
    const drawn = await batchesOf(uniform({ ...run(), size: 10, diagnostics }));
    const all: number[] = [];
    for (const [k, { step, phase, indices }] of drawn.entries()) {
      all.push(...indices);
      const counts = countsOf(all, 10);
      expect(batches[k]).toEqual({
        step,
        phase,
        coverage: counts.filter((count) => count > 0).length / 10,
        draws: Uint32Array.from(counts),
        effectiveSampleSize: 10,
        maxRatio: 1,
      });
    }
    expect(batches).toHaveLength(7);
  });

  test('count anew in each epoch, of ceil(samples / batch size) updates, the last one shorter', async () => {
    const { epochs, diagnostics } = recording();
    const drawn = await batchesOf(uniform({ ...run(), size: 10, replacement: true, diagnostics }));
    expect(epochs.map(({ step }) => step)).toEqual([2, 5, 6]);
    let first = 0;
    for (const { step, coverage, draws } of epochs) {
      const indices = drawn.slice(first, step + 1).flatMap((batch) => [...batch.indices]);
      first = step + 1;
      expect([...draws]).toEqual(countsOf(indices, 10));
      expect(coverage).toBe(new Set(indices).size / 10);
    }
  });

  test('tell how even the weights of a stretch are, and the temperature that weigh gave', async () => {
    const { batches, epochs, diagnostics } = recording();
    let told = { temperature: 0, effectiveSampleSize: 0, maxRatio: 0 };
    const expected: (typeof told | object)[] = [];
    const curriculum = dynamicSampled({
      ...run(),
      size: 5,
      rescoreEvery: 2,
      score: (indices) => Float32Array.from(indices, (i) => i * curriculum.step),
      weigh(scores) {
        const { probabilities, ...rest } = temper(scores, { favour: 'hard', maxRatio: 5 });
        told = rest;
        return { probabilities, temperature: rest.temperature };
      },
      draw: plainDraw,
      diagnostics,
    });
    for await (const { phase } of curriculum) {
      expected.push(phase === 0 ? { effectiveSampleSize: 5, maxRatio: 1 } : told);
    }
    const keys = ['temperature', 'effectiveSampleSize', 'maxRatio'] as const;
    for (const [k, record] of batches.entries()) {
      for (const key of keys) {
        const value = (expected[k] as typeof told)[key];
        if (value === undefined) expect(record[key]).toBeUndefined();
        else expect(record[key]).toBeCloseTo(value, 10);
      }
    }
    // An epoch of 5 samples is two updates here: the mean of those that told.
    const mean = (k: number, key: (typeof keys)[number]) =>
      ((batches[k]?.[key] as number) + (batches[k + 1]?.[key] as number)) / 2;
    expect(epochs[1]?.effectiveSampleSize).toBeCloseTo(mean(2, 'effectiveSampleSize'), 10);
    expect(epochs[0]?.temperature).toBeUndefined();
  });

  test('tell an infinite ratio where a weight is 0, and no effect of the scale of the weights', async () => {
    for (const scale of [1, 1e-300, 1e300]) {
      const { batches, diagnostics } = recording();
      const weigh = () => Float64Array.of(0, 1, 3, 0).map((weight) => weight * scale);
      const score = (indices: Int32Array) => new Float32Array(indices.length);
      const options = { size: 4, rescoreEvery: 9, warmUp: 0, weigh, score, draw: plainDraw };
      await batchesOf(dynamicSampled({ ...run(), ...options, diagnostics }));
      expect(batches[0]?.maxRatio).toBe(Infinity);
      expect(batches[0]?.effectiveSampleSize).toBeCloseTo(1.6, 12); // (1 + 3)^2 / (1 + 9)
    }
  });

  test('tell the mean score of the samples drawn, and how old it is, of those that have one', async () => {
    const { batches, diagnostics } = recording();
    const curriculum = dynamicSampled({
      ...run(),
      size: 4,
      rescoreEvery: 100,
      weigh: () => new Float64Array(4).fill(1),
      draw: (_, count) => new Int32Array(count).map((_, k) => k % 4),
      diagnostics,
    });
    for await (const { step } of curriculum) {
      if (step === 1) curriculum.observe([1, 2], [10, 20]);
      if (step === 3) curriculum.observe([2], [50]);
      if (step === 4) curriculum.observe([0, 0], [0, 30]);
    }
    expect(batches.map(({ meanScore, scoreAge }) => [meanScore, scoreAge])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [15, 0],
      [15, 1],
      [30, 1],
      [30, (3 + 1 + 0) / 3],
      [30, (4 + 2 + 1) / 3],
    ]);
  });

  test('know what is in play of the samples that join', async () => {
    const difficulty = [1, 2, 3, 4];
    const order = 'easy-first';
    for (const make of [
      (diagnostics: DiagnosticsOptions) =>
        paced({ ...run(), difficulty, order, pace: (t) => (t < 0.5 ? 0.5 : 1), diagnostics }),
      (diagnostics: DiagnosticsOptions) =>
        bootstrapped({
          ...run(),
          steps: 8,
          difficulty,
          order,
          tasks: 2,
          phases: 'equal-updates',
          diagnostics,
        }),
    ]) {
      const { batches, diagnostics } = recording();
      await batchesOf(make(diagnostics));
      const seen = batches.map((record) => [record.effectiveSampleSize, record.maxRatio]);
      expect(seen[0]).toEqual([2, Infinity]);
      expect(seen.at(-1)).toEqual([4, 1]);
      expect(batches[0]?.coverage).toBe(0.5);
    }
  });

  test('cover all of two sets together in switchAt, whatever the numbers of the samples', async () => {
    const { batches, diagnostics } = recording();
    const sets = { first: [7, 9], second: [9, 100, 3], switchStep: 2 };
    await batchesOf(switchAt({ ...run(), ...sets, diagnostics }));
    expect(batches.map(({ coverage }) => coverage)).toEqual([0.5, 0.5, 1, 1, 1, 1, 1]);
    expect(batches[0]?.draws).toHaveLength(101);
  });

  test('change no batch', async () => {
    const played = async (curriculum: ReturnType<typeof free>) => {
      const indices: number[] = [];
      for await (const batch of curriculum) {
        indices.push(...batch.indices);
        curriculum.observe(batch.indices, Float32Array.from(batch.indices));
      }
      return indices;
    };
    expect(await played(free(recording().diagnostics))).toEqual(await played(free()));
  });

  test('go on through a snapshot from every step as if nothing had happened', async () => {
    const whole = recording();
    await play(free(whole.diagnostics));
    for (let most = 1; most < 12; most++) {
      const parts = recording();
      const left = free(parts.diagnostics);
      await play(left, most);
      await play(free(parts.diagnostics, structuredClone(left.snapshot())));
      expect(parts.batches).toEqual(whole.batches);
      expect(parts.epochs).toEqual(whole.epochs);
    }
  });

  test('begin to count with a snapshot taken without them, whose scores then count as new', async () => {
    const left = free();
    await play(left, 5);
    const { batches, diagnostics } = recording();
    await play(free(diagnostics, left.snapshot()));
    expect(batches[0]?.draws.reduce((sum, count) => sum + count)).toBe(4);
    expect(batches[0]?.scoreAge).toBe(0);
    // and the other way round, they are simply not there
    const with_ = free(recording().diagnostics);
    await play(with_, 5);
    await play(free(undefined, with_.snapshot()));
  });

  test('may be told of batches alone, or of epochs', async () => {
    const batch = vi.fn();
    const epoch = vi.fn();
    await batchesOf(uniform({ ...run(), size: 10, diagnostics: { batch } }));
    await batchesOf(uniform({ ...run(), size: 10, diagnostics: { epoch } }));
    expect([batch.mock.calls.length, epoch.mock.calls.length]).toEqual([7, 3]);
  });

  test('that throw end the iteration with their error', async () => {
    const batch = () => {
      throw new Error('disk full');
    };
    await expect(
      batchesOf(uniform({ ...run(), size: 10, diagnostics: { batch } })),
    ).rejects.toThrow('disk full');
  });

  test.each([
    [{ diagnostics: console.log as never }, 'diagnostics must be an object'],
    [{ diagnostics: { batch: 3 as never } }, 'diagnostics.batch must be a function, got 3'],
    [{ snapshots: 1 as never }, 'snapshots must be true or false, got 1'],
  ])('are refused where they are wrong: %o', (bad, message) => {
    expect(() => uniform({ ...run(), size: 10, ...bad })).toThrow(`uniform: ${message}`);
  });
});
