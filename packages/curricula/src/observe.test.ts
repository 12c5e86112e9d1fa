import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { batchesOf, FakeTensors, plainDraw } from '../test/helpers.ts';
import { type DynamicSampledOptions, dynamicSampled } from './index.ts';

const options = (): DynamicSampledOptions => ({
  size: 4,
  batchSize: 3,
  steps: 10,
  rescoreEvery: 4,
  random: createRng(1),
  weigh: (scores) => Float64Array.from(scores, Math.exp),
  draw: plainDraw,
});

describe('observed scores on the device', () => {
  test('are read back and disposed together, once a stretch', async () => {
    const fakes = new FakeTensors();
    const curriculum = dynamicSampled(options());
    const states: number[][] = [];
    for await (const { indices } of curriculum) {
      states.push([fakes.read, fakes.alive]);
      curriculum.observe(indices, fakes.make([0, 0, 0]));
    }
    expect(states).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
      [4, 0],
      [4, 1],
      [4, 2],
      [4, 3],
      [8, 0],
      [8, 1],
    ]);
    expect([fakes.read, fakes.alive]).toEqual([10, 0]);
  });

  test('are disposed when the loop is left by break, and a snapshot has them', async () => {
    const fakes = new FakeTensors();
    const whole: number[][] = [];
    const run = async (to: number[][], most: number, from?: DynamicSampledOptions['from']) => {
      const curriculum = dynamicSampled({ ...options(), from });
      for await (const { step, indices } of curriculum) {
        to.push([...indices]);
        curriculum.observe(indices, fakes.make([step, indices[1] as number, 3]));
        if (step === most) break;
      }
      expect(fakes.alive).toBe(0);
      return curriculum.snapshot();
    };
    await run(whole, 99);
    for (let most = 0; most < 10; most++) {
      const parts: number[][] = [];
      await run(parts, 99, await run(parts, most));
      expect(parts).toEqual(whole);
    }
  });

  test('are disposed when the body of the loop throws', async () => {
    const fakes = new FakeTensors();
    const curriculum = dynamicSampled(options());
    const run = async () => {
      for await (const { step, indices } of curriculum) {
        curriculum.observe(indices, fakes.make([0, 0, 0]));
        if (step === 2) throw new Error('training failed');
      }
    };
    await expect(run()).rejects.toThrow('training failed');
    expect([fakes.made, fakes.alive]).toEqual([3, 0]);
  });

  test.each([
    [
      'score throws',
      {
        score: () => {
          throw new Error('no');
        },
      },
    ],
    [
      'weigh throws',
      {
        weigh: () => {
          throw new Error('no');
        },
      },
    ],
    ['weigh gives nonsense', { weigh: () => new Float64Array(4) }],
    [
      'draw throws',
      {
        draw: (w, n, r) => {
          if (w[0] !== 0.25) throw new Error('no');
          return plainDraw(w, n, r);
        },
      },
    ],
  ] as [string, Partial<DynamicSampledOptions>][])('are disposed when %s', async (_, bad) => {
    const fakes = new FakeTensors();
    const curriculum = dynamicSampled({ ...options(), ...bad });
    const run = async () => {
      for await (const { indices } of curriculum)
        curriculum.observe(indices, fakes.make([0, 0, 0]));
    };
    await expect(run()).rejects.toThrow();
    expect([fakes.made, fakes.alive]).toEqual([4, 0]);
  });

  test('are disposed at an abort, which leaves a snapshot that can be continued', async () => {
    const fakes = new FakeTensors();
    const controller = new AbortController();
    const curriculum = dynamicSampled({ ...options(), signal: controller.signal });
    const run = async () => {
      for await (const { step, indices } of curriculum) {
        curriculum.observe(indices, fakes.make([1, 2, 3]));
        if (step === 2) controller.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(fakes.alive).toBe(0);
    const from = curriculum.snapshot();
    expect(from.step).toBe(3);
    expect(await batchesOf(dynamicSampled({ ...options(), from }))).toHaveLength(7);
  });

  test('are disposed when an iterator is returned that never began', async () => {
    const fakes = new FakeTensors();
    const curriculum = dynamicSampled(options());
    curriculum.observe([0], fakes.make([0]));
    await curriculum[Symbol.asyncIterator]().return?.();
    expect([fakes.made, fakes.alive]).toEqual([1, 0]);
  });

  test('are disposed, and the call refused, when the indices are wrong', () => {
    const fakes = new FakeTensors();
    const curriculum = dynamicSampled(options());
    expect(() => curriculum.observe([4], fakes.make([0]))).toThrow(
      'observe: indices[0] must be an integer from 0 to 3, got 4',
    );
    expect(() => curriculum.observe(undefined as never, fakes.make([0]))).toThrow(
      'observe: indices must be an array, got undefined',
    );
    expect([fakes.made, fakes.alive]).toEqual([2, 0]);
  });

  test('are disposed after the end, and a snapshot says that they are missing', async () => {
    const fakes = new FakeTensors();
    const left = dynamicSampled(options());
    await batchesOf(left, 2);
    left.observe([0], fakes.make([0]));
    expect(fakes.alive).toBe(0);
    expect(() => left.snapshot()).toThrow(
      'snapshot() is missing scores: scores were observed after the iteration had ended',
    );
    // At the very end there is nothing to continue: loops that fetch ahead come here.
    const finished = dynamicSampled({ ...options(), warmUp: 10 });
    await batchesOf(finished);
    finished.observe([0], fakes.make([0]));
    expect([fakes.made, fakes.alive]).toEqual([2, 0]);
    expect(finished.snapshot().step).toBe(10);
  });

  test('are named where one is NaN or there are too few, when they are read; all are disposed', async () => {
    for (const [values, message] of [
      [[0, Number.NaN, 0], 'observe: scores[1] is NaN (sample 2)'],
      [[0, 0], 'observe: scores must have 3 values, one for each index, got 2'],
    ] as [number[], string][]) {
      const fakes = new FakeTensors();
      const curriculum = dynamicSampled(options());
      const run = async () => {
        for await (const { step } of curriculum) {
          curriculum.observe([3, 2, 1], fakes.make(step === 1 ? values : [0, 0, 0]));
        }
      };
      await expect(run()).rejects.toThrow(message);
      expect([fakes.made, fakes.alive]).toEqual([4, 0]);
      expect(() => curriculum.snapshot()).toThrow(message);
    }
  });

  test('hide no error of the loop when what they hold is wrong', async () => {
    const fakes = new FakeTensors();
    const curriculum = dynamicSampled(options());
    for await (const { indices } of curriculum) {
      curriculum.observe(indices, fakes.make([Number.NaN, 0, 0]));
      break; // left in peace
    }
    expect(fakes.alive).toBe(0);
    expect(() => curriculum.snapshot()).toThrow('is NaN (sample');
  });

  test('are read for a snapshot by settle, which snapshot asks for', async () => {
    const fakes = new FakeTensors();
    const curriculum = dynamicSampled(options());
    for await (const { step, indices } of curriculum) {
      curriculum.observe(indices, fakes.make([0, 0, 0]));
      if (step !== 1) continue;
      expect(() => curriculum.snapshot()).toThrow('await curriculum.settle() before snapshot()');
      const settled = curriculum.settle();
      curriculum.observe([0], [7]); // while they are on their way: behind them
      expect(() => curriculum.snapshot()).toThrow('settle()');
      await settled;
      await curriculum.settle();
      expect((curriculum.snapshot().state.scores as Float32Array)[0]).toBe(7);
      expect([fakes.read, fakes.alive]).toEqual([2, 0]);
      break;
    }
  });

  test('that are on their way are older than what is observed meanwhile', async () => {
    const curriculum = dynamicSampled(options());
    let begun = () => {};
    const asked = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let arrive: (scores: Float32Array) => void = () => {};
    const data = () => {
      begun();
      return new Promise<Float32Array>((resolve) => {
        arrive = resolve;
      });
    };
    curriculum.observe([0, 1], { data, dispose: () => {} });
    const settled = curriculum.settle();
    await asked;
    curriculum.observe([0], [7]);
    arrive(Float32Array.of(1, 2));
    await settled;
    expect(() => curriculum.snapshot()).toThrow('1 observed scores are still on the device');
    await curriculum.settle();
    const { scores } = curriculum.snapshot().state;
    expect((scores as Float32Array).subarray(0, 2)).toEqual(Float32Array.of(7, 2));
  });

  test('make settle fail, and what follows, where they cannot be read', async () => {
    const curriculum = dynamicSampled(options());
    let disposed = 0;
    const broken = {
      data: () => Promise.reject(new Error('device lost')),
      dispose: () => void disposed++,
    };
    curriculum.observe([0], broken);
    const error = await curriculum.settle().catch((e: Error) => e);
    expect((error as Error).message).toContain('device lost');
    expect((error as Error).cause).toEqual(new Error('device lost'));
    curriculum.observe([0], broken);
    await expect(batchesOf(curriculum)).rejects.toThrow('device lost');
    expect(disposed).toBe(2);
  });
});

describe('observed scores on the host', () => {
  test('are refused at once where one is NaN or infinite, or their number is wrong', () => {
    const { observe } = dynamicSampled(options());
    expect(() => observe([3, 1], [0, Number.NaN])).toThrow('observe: scores[1] is NaN (sample 1)');
    expect(() => observe([3], [-Infinity])).toThrow('observe: scores[0] is -Infinity (sample 3)');
    expect(() => observe([3], [1e39])).toThrow('observe: scores[0] is 1e+39 (sample 3)');
    expect(() => observe([3], [])).toThrow('observe: scores must have 1 values');
    expect(() => observe([3], undefined as never)).toThrow(
      'observe: scores must have 1 values, one for each index, got undefined',
    );
    expect(() => observe([-1], [0])).toThrow('observe: indices[0] must be an integer from 0 to 3');
    expect(() => observe([0.5], [0])).toThrow('observe: indices[0] must be an integer from 0 to 3');
  });

  test('of nothing are nothing', () => {
    expect(() => dynamicSampled(options()).observe([], [])).not.toThrow();
  });
});
