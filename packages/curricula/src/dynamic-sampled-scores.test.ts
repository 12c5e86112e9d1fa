import { describe, expect, test, vi } from 'vitest';
import { good, ones } from '../test/dynamic-options.ts';
import { batchesOf, FakeTensors, indicesIn } from '../test/helpers.ts';
import { type DynamicSampledOptions, dynamicSampled } from './index.ts';

describe('the scores that weigh sees', () => {
  /** The scores at each weighing, where `observations[step]` are observed after that step. */
  const seen = async (
    observations: Record<number, [number[], number[]][]>,
    options: Partial<DynamicSampledOptions> = {},
    device?: FakeTensors,
  ) => {
    const calls: [number[], number][] = [];
    const curriculum = dynamicSampled({
      ...good,
      ...options,
      weigh(scores, progress) {
        calls.push([[...scores], progress]);
        return new Float64Array(scores.length).fill(1);
      },
    });
    for await (const { step } of curriculum) {
      for (const [indices, scores] of observations[step] ?? []) {
        const values = Float32Array.from(scores);
        curriculum.observe(Int32Array.from(indices), device?.make(values) ?? values);
      }
    }
    return calls;
  };

  test('are the observed ones, with the largest of them for the unseen, and the progress', async () => {
    expect(
      await seen({
        0: [
          [
            [1, 3],
            [0.5, -2],
          ],
        ],
      }),
    ).toEqual([
      [[0.5, 0.5, 0.5, -2], 0.4],
      [[0.5, 0.5, 0.5, -2], 0.8],
    ]);
  });

  test('have the mean for the unseen where asked', async () => {
    const [first] = await seen(
      {
        0: [
          [
            [1, 3],
            [0.5, -2],
          ],
        ],
      },
      { unseen: 'mean' },
    );
    expect(first?.[0]).toEqual([-0.75, 0.5, -0.75, -2]);
  });

  test.each([
    ['on the host', undefined],
    ['on a device', new FakeTensors()],
  ])('are the latest %s, within a call, within a stretch, and later', async (_, device) => {
    const observed = {
      0: [
        [
          [0, 1, 0],
          [1, 2, 3],
        ],
        [[1], [4]],
      ],
      3: [
        [
          [2, 3],
          [5, 6],
        ],
      ],
      6: [[[0], [7]]],
      9: [[[0], [8]]], // after the last weighing
    } satisfies Record<number, [number[], number[]][]>;
    const calls = await seen(observed, {}, device);
    expect(calls.map(([scores]) => scores)).toEqual([
      [3, 4, 5, 6],
      [7, 4, 5, 6],
    ]);
    expect(device?.alive ?? 0).toBe(0);
  });

  test('are the latest where host and device mix', async () => {
    const fakes = new FakeTensors();
    const weighings: number[][] = [];
    const curriculum = dynamicSampled({
      ...good,
      weigh(scores) {
        weighings.push([...scores]);
        return new Float64Array(4).fill(1);
      },
    });
    for await (const { step } of curriculum) {
      if (step !== 0) continue;
      curriculum.observe([0, 1], [1, 1]);
      curriculum.observe([1, 2, 3], fakes.make([2, 2, 2]));
      curriculum.observe([2], [3]);
      curriculum.observe([3], fakes.make([4]));
    }
    expect(weighings[0]).toEqual([1, 2, 3, 4]);
  });

  test('do not change with what the caller does to its arrays later', async () => {
    const curriculum = dynamicSampled({
      ...good,
      weigh(scores) {
        expect([...scores]).toEqual([1, 2, 3, 4]);
        scores.fill(Number.NaN); // a weigh that writes over its scores harms nothing
        return new Float64Array(4).fill(1);
      },
    });
    for await (const { step } of curriculum) {
      if (step !== 0) continue;
      const indices = Int32Array.of(0, 1, 2, 3);
      const scores = Float32Array.of(1, 2, 3, 4);
      curriculum.observe(indices, new FakeTensors().make([1, 2, 3, 4]));
      curriculum.observe(indices, scores);
      indices.fill(0);
      scores.fill(9);
    }
  });

  test('may be observed before the first batch, which then needs no warm-up', async () => {
    const curriculum = dynamicSampled({ ...good, warmUp: 0, steps: 400 });
    curriculum.observe([0, 1, 2, 3], [0, 1, 0, 0]);
    expect(new Set(indicesIn(await batchesOf(curriculum)))).toEqual(new Set([1]));
  });

  test('come from a pass over all samples where there is a score, before each weighing', async () => {
    const { signal } = new AbortController();
    const steps: number[] = [];
    let now = -1;
    const score = vi.fn(async (indices: Int32Array, _signal?: AbortSignal) => {
      steps.push(now + 1);
      const scores = Float32Array.from(indices, (i) => i + now);
      indices.fill(0); // its own to spoil
      return scores;
    });
    const weighings: number[][] = [];
    const weigh = (scores: Float32Array) => {
      weighings.push([...scores]);
      return new Float64Array(4).fill(1);
    };
    const curriculum = dynamicSampled({ ...good, score, weigh, signal });
    for await (const { step, indices } of curriculum) {
      curriculum.observe(indices, ones(indices)); // replaced by the pass
      now = step;
    }
    expect(steps).toEqual([4, 8]);
    expect(weighings).toEqual([
      [3, 4, 5, 6],
      [7, 8, 9, 10],
    ]);
    expect(score.mock.calls.map(([, given]) => given)).toEqual([signal, signal]);
    expect(score.mock.calls[0]?.[0]).not.toBe(score.mock.calls[1]?.[0]);
  });

  test('come from the untrained model with warmUp 0', async () => {
    const score = vi.fn(ones);
    const curriculum = dynamicSampled({ ...good, score: (i) => score(i), warmUp: 0 });
    await batchesOf(curriculum, 1);
    expect(score.mock.calls).toEqual([[Int32Array.of(0, 1, 2, 3)]]);
  });
});
