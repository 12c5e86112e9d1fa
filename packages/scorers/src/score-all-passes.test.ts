import { nearly } from '@gradus/testing';
import {
  memory,
  type Rank,
  stack,
  type Tensor,
  tensor2d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type Accumulator, bald, baldAccumulator, scoreAll } from './index.ts';

/** Outputs that differ from pass to pass and from sample to sample. */
function predict(indices: Int32Array, pass: number): Tensor {
  const rows = [...indices].map((i) => {
    const p = ((i * 7 + pass * 3) % 10) / 10;
    return [p, 1 - p];
  });
  return tidy(() => tensor2d(rows));
}

const failure = new Error('broken');
const fail = (): never => {
  throw failure;
};

test('BALD by passes is BALD of all passes at once', async () => {
  const expected = tidy(() => {
    const all = Int32Array.from({ length: 7 }, (_, i) => i);
    return bald(stack([0, 1, 2, 3].map((pass) => predict(all, pass))));
  });
  for (const batchSize of [2, 7]) {
    const scores = await scoreAll({
      size: 7,
      batchSize,
      predict,
      accumulate: baldAccumulator,
      passes: 4,
    });
    nearly(scores, await expected.data(), { relative: 2e-5, floor: 1e-3 });
  }
  expected.dispose();
});

test('each batch is predicted so many times, the pass counted from 0', async () => {
  const calls: string[] = [];
  await scoreAll({
    size: 3,
    batchSize: 2,
    predict: (indices, pass) => {
      calls.push(`${indices.join(',')}: ${pass}`);
      return predict(indices, pass);
    },
    accumulate: baldAccumulator,
    passes: 3,
  });
  expect(calls).toEqual(['0,1: 0', '0,1: 1', '0,1: 2', '2: 0', '2: 1', '2: 2']);
});

test('memory does not grow with the number of passes', async () => {
  const counts: number[] = [];
  const before = memory().numTensors;
  await scoreAll({
    size: 2,
    predict: async (indices, pass) => {
      counts.push(memory().numTensors - before);
      return predict(indices, pass);
    },
    accumulate: baldAccumulator,
    passes: 50,
  });
  expect(new Set(counts.slice(2)).size).toBe(1);
  expect(counts[2]).toBe(counts[1]); // the first outputs are gone, and how many differ is there instead
  expect(Math.max(...counts)).toBeLessThanOrEqual(6);
});

describe('passes that repeat', () => {
  const same = (indices: Int32Array) => predict(indices, 0);
  const options = { size: 4, batchSize: 2, accumulate: baldAccumulator };

  test('are an error that says why', async () => {
    await expect(scoreAll({ ...options, predict: same, passes: 2 })).rejects.toThrow(
      /^scoreAll: passes 0 and 1 over the first batch are equal: predict repeats itself .* seeded dropout/,
    );
  });

  test('are one pass where there is but one, and no matter after the first batch', async () => {
    expect(await scoreAll({ ...options, predict: same, passes: 1 })).toEqual(new Float32Array(4));
    const later = (indices: Int32Array, pass: number) =>
      predict(indices, indices[0] === 0 ? pass : 0);
    const scores = await scoreAll({ ...options, predict: later, passes: 2 });
    expect([...scores.slice(2)]).toEqual([0, 0]);
    expect(scores[0]).toBeGreaterThan(0.01);
  });

  test('are told by every tensor of the outputs', async () => {
    const accumulate = (): Accumulator<{ fixed: Tensor; outputs: Tensor }> => {
      const inner = baldAccumulator();
      return { ...inner, add: ({ outputs }) => inner.add(outputs) };
    };
    const both = (second: typeof predict) => (indices: Int32Array, pass: number) => ({
      fixed: predict(indices, 0),
      outputs: second(indices, pass),
    });
    const common = { size: 4, accumulate, passes: 2 };
    await scoreAll({ ...common, predict: both(predict) });
    await expect(scoreAll({ ...common, predict: both(same) })).rejects.toThrow(/are equal/);
  });
});

test('passes whose outputs are of another kind or number do not repeat', async () => {
  const accumulate = (): Accumulator<Tensor[]> => {
    const inner = baldAccumulator();
    return { ...inner, add: ([outputs]) => inner.add(outputs as Tensor) };
  };
  const same = (indices: Int32Array) => predict(indices, 0);
  for (const other of [
    () => [zeros([1], 'int32')],
    () => [zeros([1, 1])],
    () => [zeros([1]), zeros([1])],
  ]) {
    const scores = await scoreAll({
      size: 2,
      predict: (indices, pass) => [same(indices), ...(pass === 0 ? [zeros([1])] : other())],
      accumulate,
      passes: 2,
    });
    expect([...scores]).toEqual([0, 0]);
  }
});

describe('nothing is left behind', () => {
  const common = { size: 4, batchSize: 2, passes: 3 };

  test('by a predict that throws in any pass of any batch', async () => {
    for (const at of [0, 1, 2, 3, 4, 5]) {
      let calls = 0;
      const sometimes = (indices: Int32Array, pass: number) =>
        calls++ === at ? fail() : predict(indices, pass);
      const options = { ...common, predict: sometimes, accumulate: baldAccumulator };
      await expect(scoreAll(options)).rejects.toBe(failure);
    }
  });

  test('by an accumulator that throws, and it is disposed', async () => {
    for (const method of ['add', 'result'] as const) {
      let disposed = 0;
      const accumulate = (): Accumulator => {
        const inner = baldAccumulator();
        const dispose = () => {
          disposed++;
          inner.dispose();
        };
        return { add: inner.add, result: inner.result, dispose, [method]: fail };
      };
      await expect(scoreAll({ ...common, predict, accumulate })).rejects.toBe(failure);
      expect(disposed).toBe(1);
    }
  });

  test('by an abort between two passes', async () => {
    const controller = new AbortController();
    const passes: number[] = [];
    const scores = scoreAll({
      ...common,
      predict: (indices, pass) => {
        passes.push(pass);
        if (pass === 1) controller.abort(failure);
        return predict(indices, pass);
      },
      accumulate: baldAccumulator,
      signal: controller.signal,
    });
    await expect(scores).rejects.toBe(failure);
    expect(passes).toEqual([0, 1]);
  });

  test('by an accumulator that gives the wrong number of scores', async () => {
    const accumulate = () => ({
      add: () => {},
      result: () => zeros<Rank.R1>([1]),
      dispose: () => {},
    });
    await expect(scoreAll({ ...common, predict, accumulate })).rejects.toThrow(
      'scoreAll: result must give float32 scores [2], got a tensor [1]',
    );
  });
});
