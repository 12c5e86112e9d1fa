import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { good, ones } from '../test/dynamic-options.ts';
import { batchesOf } from '../test/helpers.ts';
import { type DynamicSampledOptions, dynamicSampled, type Random } from './index.ts';

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
