import { createRng } from '@gradus/samplers';
import { describe, expect, test, vi } from 'vitest';
import {
  batchesOf,
  chiSquare,
  countsOf,
  FakeTensors,
  indicesIn,
  plainDraw,
} from '../test/helpers.ts';
import { type Draw, type DynamicSampledOptions, dynamicSampled, type Random } from './index.ts';

const good: DynamicSampledOptions = {
  size: 4,
  batchSize: 3,
  steps: 10,
  rescoreEvery: 4,
  random: createRng(1),
  weigh: (scores) => Float64Array.from(scores),
  draw: plainDraw,
};
const ones = (indices: Int32Array) => new Float32Array(indices.length).fill(1);

describe('the stretches of dynamicSampled', () => {
  /** What `draw` was asked for, as [weights, count], with these options and all scores 1. */
  const asked = async (options: Partial<DynamicSampledOptions>) => {
    const calls: [number[], number][] = [];
    const draw: Draw = (weights, count, random) => {
      calls.push([[...weights], count]);
      return plainDraw(weights, count, random);
    };
    await batchesOf(dynamicSampled({ ...good, score: ones, ...options, draw }));
    return calls;
  };
  const equal = [0.25, 0.25, 0.25, 0.25];
  const weighed = [1, 1, 1, 1];

  test('begin with one of equal weights, and the last is as long as is left', async () => {
    expect(await asked({})).toEqual([
      [equal, 12],
      [weighed, 12],
      [weighed, 6],
    ]);
  });

  test('begin anew where the warm-up ends, whatever its length', async () => {
    expect(await asked({ warmUp: 5 })).toEqual([
      [equal, 12],
      [equal, 3],
      [weighed, 12],
      [weighed, 3],
    ]);
    expect(await asked({ warmUp: 0 })).toEqual([
      [weighed, 12],
      [weighed, 12],
      [weighed, 6],
    ]);
    expect(await asked({ warmUp: 99 })).toEqual([
      [equal, 12],
      [equal, 12],
      [equal, 6],
    ]);
  });

  test('are one where rescoreEvery exceeds steps', async () => {
    expect(await asked({ rescoreEvery: 1000 })).toEqual([[equal, 30]]);
    expect(await asked({ rescoreEvery: 1000, warmUp: 0 })).toEqual([[weighed, 30]]);
  });

  test('ask for nothing where there are no steps', async () => {
    expect(await asked({ steps: 0 })).toEqual([]);
  });

  test('tell the warm-up, phase 0, from the rest, phase 1', async () => {
    const batches = await batchesOf(dynamicSampled({ ...good, score: ones, warmUp: 3 }));
    expect(batches.map(({ phase }) => phase)).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
  });

  test('are handed out in the order drawn, whatever becomes of the array that draw gave', async () => {
    const reused = new Int32Array(12);
    let drawn = 0;
    const draw: Draw = (_weights, count) => {
      for (let k = 0; k < count; k++) reused[k] = drawn++ % 4;
      return reused.subarray(0, count);
    };
    const curriculum = dynamicSampled({ ...good, score: ones, draw });
    const seen: number[] = [];
    for await (const { indices } of curriculum) {
      seen.push(...indices);
      reused.fill(0);
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, k) => k % 4));
  });

  test('follow the weights', async () => {
    const weights = [1, 2, 3, 0, 4];
    const counts = async (weigh: () => Float64Array) => {
      const random = createRng(12);
      const batches = await batchesOf(
        dynamicSampled({
          size: 5,
          batchSize: 500,
          steps: 2000,
          rescoreEvery: 100,
          warmUp: 0,
          random,
          weigh,
          draw: plainDraw,
          score: ones,
        }),
      );
      return countsOf(indicesIn(batches), 5);
    };
    const law = weights.map((weight) => weight / 10);
    expect(chiSquare(await counts(() => Float64Array.from(weights)), law)).toBeLessThan(4);
    // Power: every weight off by 1 % up or down is told at a million draws.
    const off = weights.map((weight, i) => weight * (i % 2 === 0 ? 1.01 : 0.99));
    expect(chiSquare(await counts(() => Float64Array.from(off)), law)).toBeGreaterThan(8);
  });
});

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

describe('the weights of a batch', () => {
  test('are what correct makes of the weights, for the samples of the batch', async () => {
    const curriculum = dynamicSampled({
      ...good,
      score: (indices) => Float32Array.from(indices, (i) => i + 1),
      correct: (weights) => weights.map((weight) => 1 / (4 * weight)),
    });
    for await (const { phase, indices, weights } of curriculum) {
      const expected = Float32Array.from(indices, (i) => (phase === 0 ? 1 : 1 / (4 * (i + 1))));
      expect(weights).toEqual(expected);
    }
  });

  test('may be infinite for samples that are not drawn', async () => {
    const weigh = () => Float64Array.of(0, 1, 1, 0);
    const correct = (weights: Float64Array) => weights.map((weight) => 1 / weight);
    const curriculum = dynamicSampled({ ...good, score: ones, weigh, correct, warmUp: 0 });
    for await (const { weights } of curriculum) expect(weights).toEqual(Float32Array.of(1, 1, 1));
  });

  test.each([
    [() => [1, 1], 'correct must give 4 weights, one for each sample, got 2'],
    [() => undefined, 'correct must give 4 weights, one for each sample, got undefined'],
    [() => [1, Number.NaN, 1, 1], 'correct gave NaN for sample 1, must be finite and >= 0'],
    [() => [1, Infinity, 1, 1], 'correct gave Infinity for sample 1, must be finite and >= 0'],
    [() => [1, -1, 1, 1], 'correct gave -1 for sample 1, must be finite and >= 0'],
  ])('are refused where correct gives nonsense: %o', async (correct, message) => {
    const draw: Draw = (_, count) => new Int32Array(count).fill(1);
    const curriculum = dynamicSampled({ ...good, draw, correct: correct as never });
    await expect(batchesOf(curriculum)).rejects.toThrow(`dynamicSampled: ${message}`);
  });
});

describe('what goes wrong in dynamicSampled', () => {
  test.each([
    ['is missing', 0],
    ['is over', 4],
  ])('it says that nothing was scored when the warm-up %s', async (_, warmUp) => {
    await expect(batchesOf(dynamicSampled({ ...good, warmUp }))).rejects.toThrow(
      `dynamicSampled: no score is known at step ${warmUp}: call observe() in the loop, or pass score`,
    );
  });

  const four = Float64Array.of(1, 1, 1, 1);
  test.each([
    [() => four.subarray(1), 'weigh must give 4 weights, one for each sample, got 3'],
    [() => undefined, 'weigh must give 4 weights, one for each sample, got undefined'],
    [async () => four, 'weigh must give 4 weights, one for each sample, got undefined'],
    [
      () => Float64Array.of(1, 1, Number.NaN, 1),
      'weigh gave NaN for sample 2, must be finite and >= 0',
    ],
    [() => Float64Array.of(-1, 1, 1, 1), 'weigh gave -1 for sample 0, must be finite and >= 0'],
    [
      () => Float64Array.of(1, 1, 1, Infinity),
      'weigh gave Infinity for sample 3, must be finite and >= 0',
    ],
    [() => new Float64Array(4), 'the sum of what weigh gave must be finite and > 0, got 0'],
    [
      () => four.map(() => 1e308),
      'the sum of what weigh gave must be finite and > 0, got Infinity',
    ],
  ])('it refuses what weigh gives: %o', async (weigh, message) => {
    const curriculum = dynamicSampled({ ...good, score: ones, weigh: weigh as never });
    await expect(batchesOf(curriculum)).rejects.toThrow(`dynamicSampled: ${message}`);
  });

  test.each([
    [() => new Int32Array(11), 'draw must give the 12 indices asked for, got 11'],
    [() => undefined, 'draw must give the 12 indices asked for, got undefined'],
    [() => new Int32Array(12).fill(4), 'draw(...)[0] must be an integer from 0 to 3, got 4'],
    [() => [0, 0.5, ...Array(10)], 'draw(...)[1] must be an integer from 0 to 3, got 0.5'],
  ])('it refuses what draw gives: %o', async (draw, message) => {
    for (const given of [draw, { plan: draw, snapshot() {}, restore() {} }]) {
      const curriculum = dynamicSampled({ ...good, draw: given as never });
      await expect(batchesOf(curriculum)).rejects.toThrow(`dynamicSampled: ${message}`);
    }
  });

  test.each([
    [(i: Int32Array) => ones(i.subarray(1)), 'score(indices) must have 4 values'],
    [() => undefined, 'score(indices) must have 4 values, one for each index, got undefined'],
    [() => Float32Array.of(0, 0, Number.NaN, 0), 'score(indices)[2] is NaN (sample 2)'],
    [() => Float32Array.of(Infinity, 0, 0, 0), 'score(indices)[0] is Infinity (sample 0)'],
  ])('it refuses what score gives: %o', async (score, message) => {
    const curriculum = dynamicSampled({ ...good, score: score as never });
    await expect(batchesOf(curriculum)).rejects.toThrow(`dynamicSampled: ${message}`);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('out of memory');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('out of memory');
      },
    ],
  ])('an error that score %s is the cause of one that says when', async (_, score) => {
    const error = await batchesOf(dynamicSampled({ ...good, score })).catch((e: Error) => e);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toBe('dynamicSampled: score failed at step 4: out of memory');
    expect((error as Error).cause).toEqual(new Error('out of memory'));
  });

  test('an abort ends the iteration with its reason, at the next batch', async () => {
    const controller = new AbortController();
    const curriculum = dynamicSampled({ ...good, signal: controller.signal });
    const steps: number[] = [];
    const run = async () => {
      for await (const { step } of curriculum) {
        steps.push(step);
        if (step === 1) controller.abort(new Error('enough'));
      }
    };
    await expect(run()).rejects.toThrow(new Error('enough'));
    expect(steps).toEqual([0, 1]);
  });

  test('an abort ends the wait for a score that never returns', async () => {
    const controller = new AbortController();
    const score = () => {
      queueMicrotask(() => controller.abort());
      return new Promise<Float32Array>(() => {});
    };
    const curriculum = dynamicSampled({ ...good, score, signal: controller.signal });
    await expect(batchesOf(curriculum)).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('an abort wins over the error with which score answers it', async () => {
    const controller = new AbortController();
    const score = async (_: Int32Array, signal?: AbortSignal) => {
      controller.abort(new Error('enough'));
      signal?.throwIfAborted();
      throw new Error('not reached');
    };
    const curriculum = dynamicSampled({ ...good, score, signal: controller.signal });
    await expect(batchesOf(curriculum)).rejects.toThrow(new Error('enough'));
  });

  test('a failed or aborted stretch begins again from its snapshot', async () => {
    const make = (options: Partial<DynamicSampledOptions>) =>
      dynamicSampled({ ...good, random: createRng(3), ...options });
    const score = (indices: Int32Array) => Float32Array.from(indices, (i) => i + 1);
    const whole = await batchesOf(make({ score }));
    const controller = new AbortController();
    let stuck = new AbortController();
    for (const failing of [
      (random: Random) => {
        random(); // the pass draws, say for dropout, and then fails
        throw new Error('once');
      },
      async () => Float32Array.of(0, 0, 0, Number.NaN),
      async () => Float32Array.of(0, 0, 0),
      async () => {
        queueMicrotask(() => stuck.abort());
        return new Promise<Float32Array>(() => {}); // never returns
      },
      async () => {
        controller.abort();
        return score(Int32Array.of(0, 1, 2, 3));
      },
    ]) {
      const random = createRng(3);
      stuck = new AbortController();
      const signal = AbortSignal.any([controller.signal, stuck.signal]);
      const failed = make({ random, score: () => failing(random), signal });
      const first: unknown[] = [];
      await expect(
        (async () => {
          for await (const batch of failed) first.push(batch);
        })(),
      ).rejects.toThrow();
      expect(first).toHaveLength(4);
      const from = failed.snapshot();
      const rest = await batchesOf(make({ random: createRng(9), score, from }));
      expect([...first, ...rest]).toEqual(whole);
    }
  });

  test.each([
    [{ size: 0 }, 'size must be an integer >= 1, got 0'],
    [{ batchSize: 1.5 }, 'batchSize must be an integer >= 1, got 1.5'],
    [{ steps: -1 }, 'steps must be an integer >= 0, got -1'],
    [{ random: null as never }, 'random must be a function, got null'],
    [{ weigh: undefined as never }, 'weigh must be a function, got undefined'],
    [{ draw: undefined as never }, 'draw must be a function or an object'],
    [
      { draw: { plan() {} } as never },
      'draw must be a function or an object with plan, snapshot and restore; snapshot is missing',
    ],
    [{ rescoreEvery: 0 }, 'rescoreEvery must be an integer >= 1, got 0'],
    [{ score: 'entropy' as never }, 'score must be a function, got entropy'],
    [{ unseen: 'easiest' as never }, "unseen must be 'hardest' or 'mean', got easiest"],
    [{ warmUp: -1 }, 'warmUp must be an integer >= 0, got -1'],
    [{ warmUp: Infinity }, 'warmUp must be an integer >= 0, got Infinity'],
  ])('it refuses %o', (bad, message) => {
    expect(() => dynamicSampled({ ...good, ...bad })).toThrow(`dynamicSampled: ${message}`);
  });
});

describe('a planned draw', () => {
  /** Hands out indices in turn, whatever the weights: its place is its memory. */
  const inTurn = () => {
    let next = 0;
    return {
      plan: (_: Float64Array, count: number) =>
        new Int32Array(count).map(() => Math.floor(next++ / 5) % 4),
      snapshot: () => ({ next }),
      restore(snapshot: { next: number }) {
        next = snapshot.next;
      },
    };
  };

  test('carries its memory from stretch to stretch and through snapshots', async () => {
    const run = (from?: DynamicSampledOptions['from']) =>
      dynamicSampled({ ...good, score: ones, random: createRng(1), draw: inTurn(), from });
    const whole = indicesIn(await batchesOf(run()));
    expect(whole).toEqual(Array.from({ length: 30 }, (_, k) => Math.floor(k / 5) % 4));
    for (let most = 0; most <= 10; most++) {
      const curriculum = run();
      await batchesOf(curriculum, most);
      const rest = await batchesOf(run(structuredClone(curriculum.snapshot())));
      expect(indicesIn(rest)).toEqual(whole.slice(3 * most));
    }
  });

  test('is not continued by a draw that is a function', () => {
    const from = dynamicSampled({ ...good, draw: inTurn() }).snapshot();
    expect(() => dynamicSampled({ ...good, from })).toThrow('its draw is planned, not function');
  });
});
