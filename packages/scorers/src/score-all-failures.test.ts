import {
  add,
  gather,
  memory,
  mul,
  Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  zeros,
} from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { crossEntropy, entropy, scoreAll } from './index.ts';

/** Seven samples of two classes. */
let data: Tensor2D;
beforeEach(() => {
  data = tensor2d([0, 1, 2, 3, 4, 5, 6].map((i) => [1 - i / 16, i / 16]));
});
afterEach(() => data.dispose());

/** Makes two tensors on the way, as a model would. */
const predict = (indices: Int32Array): Tensor => mul(gather(data, tensor1d(indices, 'int32')), 1);
const sleep = () => new Promise((resolve) => setTimeout(resolve));

describe('what goes wrong', () => {
  const failure = new Error('broken');
  const fail = (): never => {
    throw failure;
  };
  // This test's data aside, no tensor is left by the call under test.
  afterEach(() => expect(memory().numTensors).toBe(1));

  test('a score that is not finite is an error that names its sample', async () => {
    for (const [value, label] of [
      [Number.NaN, 'NaN'],
      [Number.POSITIVE_INFINITY, 'Infinity'],
    ] as const) {
      const scores = scoreAll({
        indices: [3, 17, 5, 4],
        batchSize: 1,
        predict: (indices) => tensor1d([indices[0] === 5 ? value : 1]),
        scorer: (outputs) => outputs,
      });
      await expect(scores).rejects.toThrow(RangeError);
      await expect(scores).rejects.toThrow(`scoreAll: the score of sample 5 is ${label}`);
    }
  });

  test('NaN logits and labels that are no class are found that way', async () => {
    const predictLogits = (indices: Int32Array) =>
      tensor2d([...indices].map((i) => [i === 2 ? Number.NaN : 1, 0]));
    await expect(
      scoreAll({ size: 4, predict: predictLogits, scorer: (z) => entropy(z, { from: 'logits' }) }),
    ).rejects.toThrow('scoreAll: the score of sample 2 is NaN');
    await expect(
      scoreAll({
        size: 4,
        predict,
        scorer: (outputs, indices) => crossEntropy(outputs, tensor1d(indices, 'int32')),
      }),
    ).rejects.toThrow('scoreAll: the score of sample 2 is NaN');
  });

  test('scores of another number, of another rank, or none at all', async () => {
    for (const [scorer, got] of [
      [() => zeros([2]), 'a tensor [2]'],
      [(outputs: Tensor) => outputs, 'a tensor [3, 2]'],
      [() => zeros([3], 'int32'), 'int32'],
      [() => undefined, 'undefined'],
      [() => [1, 2, 3], 'an array'],
    ] as const) {
      await expect(
        scoreAll({ size: 7, batchSize: 3, predict, scorer: scorer as () => Tensor1D }),
      ).rejects.toThrow(`scoreAll: scorer must give float32 scores [3], got ${got}`);
    }
  });

  test('predict throws, at once or after a while', async () => {
    const third = (indices: Int32Array) => (indices[0] === 4 ? fail() : predict(indices));
    const options = { size: 7, batchSize: 2, scorer: entropy };
    await expect(scoreAll({ ...options, predict: third })).rejects.toBe(failure);
    await expect(scoreAll({ ...options, predict: async (indices) => third(indices) })).rejects.toBe(
      failure,
    );
    await expect(
      scoreAll({
        ...options,
        predict: async (indices) => {
          const rows = tensor1d(indices, 'int32');
          await sleep();
          if (indices[0] === 4) fail(); // rows were made before it waited: they go
          return gather(data, rows);
        },
      }),
    ).rejects.toBe(failure);
  });

  test('the scorer or onProgress throws', async () => {
    const options = { size: 7, batchSize: 2, predict };
    const scorer = (outputs: Tensor, indices: Int32Array) => {
      const doubled = add(outputs, outputs);
      return indices[0] === 4 ? fail() : entropy(doubled);
    };
    await expect(scoreAll({ ...options, scorer })).rejects.toBe(failure);
    await expect(scoreAll({ ...options, scorer: entropy, onProgress: fail })).rejects.toBe(failure);
  });

  test('an abort before, between batches, and from a timer', async () => {
    const reason = new Error('enough');
    const options = { size: 7, batchSize: 2, scorer: entropy };
    const signal = AbortSignal.abort(reason);
    await expect(scoreAll({ ...options, predict, signal })).rejects.toBe(reason);
    await expect(scoreAll({ ...options, size: 0, predict, signal })).rejects.toBe(reason);

    const between = new AbortController();
    const seen: (number | undefined)[] = [];
    const scores = scoreAll({
      ...options,
      signal: between.signal,
      predict: (indices) => {
        seen.push(indices[0]);
        if (indices[0] === 2) between.abort(reason);
        return predict(indices);
      },
    });
    await expect(scores).rejects.toBe(reason);
    expect(seen).toEqual([0, 2]);

    const timed = new AbortController();
    setTimeout(() => timed.abort(reason));
    const endless = scoreAll({
      ...options,
      size: 1e6,
      signal: timed.signal,
      predict: (indices) => predict(indices.map(() => 0)), // a million, and none of them waits for anything
    });
    await expect(endless).rejects.toBe(reason);
  });

  test('a failure waits for the reads in flight, slow as they may be', async () => {
    const data = Tensor.prototype.data;
    const slow = vi.spyOn(Tensor.prototype, 'data').mockImplementation(async function (
      this: Tensor,
    ) {
      // The first read comes at once, the next ones after a while.
      const turns = slow.mock.calls.length > 1 ? 3 : 0;
      for (let turn = 0; turn < turns; turn++) await sleep();
      return data.call(this);
    });
    const scores = scoreAll({
      indices: [5, 0, 1, 2],
      batchSize: 1,
      predict: (indices) => tensor1d([indices[0] === 5 ? Number.NaN : 1]),
      scorer: (outputs) => outputs,
    });
    await expect(scores).rejects.toThrow('sample 5');
    slow.mockRestore();
  });

  test('options that make no sense', async () => {
    const good = { size: 1, predict, scorer: entropy };
    const accumulate = () => ({ add: () => {}, result: fail, dispose: () => {} });
    for (const [change, message] of [
      [{ size: undefined }, 'give either size or indices'],
      [{ indices: [0] }, 'give either size or indices'],
      [{ size: -1 }, 'size must be an integer >= 0, got -1'],
      [{ size: undefined, indices: [0, 1.5] }, 'indices[1] must be an integer >= 0, got 1.5'],
      [{ size: undefined, indices: [-1] }, 'indices[0] must be an integer >= 0, got -1'],
      [{ batchSize: 0 }, 'batchSize must be an integer >= 1, got 0'],
      [{ predict: undefined }, 'predict must be a function, got undefined'],
      [{ scorer: undefined }, 'give either scorer or accumulate'],
      [{ accumulate, passes: 2 }, 'give either scorer or accumulate'],
      [{ scorer: 'entropy' }, "scorer must be a function, got 'entropy'"],
      [{ passes: 2 }, 'passes goes with accumulate'],
      [{ scorer: undefined, accumulate: 1, passes: 2 }, 'accumulate must be a function, got 1'],
      [{ scorer: undefined, accumulate }, 'passes must be an integer >= 1, got undefined'],
    ] as const) {
      await expect(scoreAll({ ...good, ...change } as never)).rejects.toThrow(
        `scoreAll: ${message}`,
      );
    }
  });
});
