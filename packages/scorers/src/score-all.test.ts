import {
  add,
  clone,
  gather,
  keep,
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
import { crossEntropy, entropy, leastConfidence, scoreAll } from './index.ts';

/** Seven samples of which sample i has least confidence i / 16. */
const confidences = [0, 1, 2, 3, 4, 5, 6].map((i) => i / 16);
let data: Tensor2D;
beforeEach(() => {
  data = tensor2d(confidences.map((x) => [1 - x, x]));
});
afterEach(() => data.dispose());

/** Makes two tensors on the way, as a model would. */
const predict = (indices: Int32Array): Tensor => mul(gather(data, tensor1d(indices, 'int32')), 1);
/** Tensors alive, this test's data aside: 0 unless the call under test left some. */
const left = (): number => memory().numTensors - 1;
const sleep = () => new Promise((resolve) => setTimeout(resolve));

describe('what comes out', () => {
  test('score i belongs to sample i, whatever the batch size', async () => {
    for (const batchSize of [undefined, 1, 2, 3, 7, 100]) {
      const scores = await scoreAll({ size: 7, batchSize, predict, scorer: leastConfidence });
      expect(scores).toEqual(Float32Array.from(confidences));
    }
  });

  test('score k belongs to indices[k], in any order and as often as it is there', async () => {
    const indices = [6, 0, 3, 3, 6];
    const options = { batchSize: 2, predict, scorer: leastConfidence };
    const expected = Float32Array.from(indices, (i) => confidences[i] as number);
    expect(await scoreAll({ ...options, indices })).toEqual(expected);
    const typed = Int32Array.from(indices);
    expect(await scoreAll({ ...options, indices: typed })).toEqual(expected);
    expect([...typed]).toEqual(indices);
  });

  test('no samples, no scores, and no call', async () => {
    const never = () => expect.fail('predict was called');
    const options = { predict: never, scorer: entropy };
    expect(await scoreAll({ ...options, size: 0 })).toEqual(new Float32Array());
    expect(await scoreAll({ ...options, indices: [] })).toEqual(new Float32Array());
  });

  test('every batch but the last is whole, and its indices are anybody to change', async () => {
    const batches: number[][] = [];
    const scores = await scoreAll({
      indices: [6, 5, 4, 3, 2, 1, 0],
      batchSize: 3,
      predict: (indices, pass) => {
        expect(pass).toBe(0);
        batches.push([...indices]);
        const outputs = predict(indices);
        indices.fill(-1);
        return outputs;
      },
      scorer: (outputs: Tensor, indices) => {
        expect([...indices]).toEqual(batches.at(-1));
        indices.fill(-1);
        return leastConfidence(outputs);
      },
    });
    expect(batches).toEqual([[6, 5, 4], [3, 2, 1], [0]]);
    expect(scores).toEqual(Float32Array.from(confidences).reverse());
  });

  test('labels come in with the outputs, or by the indices', async () => {
    const labels = (indices: Int32Array) =>
      tensor1d(
        indices.map((i) => i % 2),
        'int32',
      );
    const along = await scoreAll({
      size: 7,
      predict: (indices) => ({ outputs: predict(indices), labels: [labels(indices)] as const }),
      scorer: (batch) => crossEntropy(batch.outputs, batch.labels[0]),
    });
    const byIndex = await scoreAll({
      size: 7,
      predict,
      scorer: (outputs, indices) => crossEntropy(outputs, labels(indices)),
    });
    expect(along).toEqual(byIndex);
    expect(along[1]).toBeCloseTo(Math.log(16), 5);
  });

  test('progress is told batch by batch, a batch behind what is under way', async () => {
    const events: unknown[] = [];
    await scoreAll({
      size: 7,
      batchSize: 3,
      predict: (indices) => {
        events.push(`predict ${indices[0]}`);
        return predict(indices);
      },
      scorer: entropy,
      onProgress: (progress) => events.push(progress),
    });
    expect(events).toEqual([
      'predict 0',
      'predict 3',
      { done: 3, total: 7 },
      'predict 6',
      { done: 6, total: 7 },
      { done: 7, total: 7 },
    ]);
  });
});

describe('what becomes of tensors', () => {
  test('never more than two batches are there, however many there are', async () => {
    const counts: number[] = [];
    await scoreAll({
      size: 7,
      batchSize: 1,
      predict: (indices) => {
        counts.push(left());
        return predict(indices);
      },
      scorer: entropy,
    });
    // How many have landed by then is the backend's affair; seven that pile up would pass two.
    expect(counts).toHaveLength(7);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect(left()).toBe(0);
  });

  test('an async predict may be written like a sync one', async () => {
    const scores = await scoreAll({
      size: 7,
      batchSize: 3,
      predict: async (indices) => predict(indices),
      scorer: leastConfidence,
    });
    expect(scores).toEqual(Float32Array.from(confidences));
    expect(left()).toBe(0);
  });

  test('what an async predict made before it waits is there after it', async () => {
    const scores = await scoreAll({
      size: 7,
      batchSize: 3,
      predict: async (indices) => {
        const rows = tensor1d(indices, 'int32');
        await sleep();
        const outputs = gather(data, rows);
        rows.dispose(); // doing it by oneself is fine as well
        return outputs;
      },
      scorer: leastConfidence,
    });
    expect(scores).toEqual(Float32Array.from(confidences));
    expect(left()).toBe(0);
  });

  test('what predict keeps stays, outputs go even if they were made before', async () => {
    const kept: Tensor[] = [];
    const earlier = clone(data);
    const options = { size: 7, scorer: leastConfidence };
    await scoreAll({
      ...options,
      predict: (indices) => {
        kept.push(keep(zeros([1])));
        return predict(indices);
      },
    });
    expect(kept.map((tensor) => tensor.isDisposed)).toEqual([false]);
    kept[0]?.dispose();
    await scoreAll({ ...options, predict: () => earlier });
    expect(earlier.isDisposed).toBe(true);
  });

  test('a scorer may return the outputs as they are', async () => {
    const scores = await scoreAll({
      size: 7,
      predict: (indices) => tensor1d([...indices]),
      scorer: (outputs) => outputs,
    });
    expect([...scores]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe('what goes wrong', () => {
  const failure = new Error('broken');
  const fail = (): never => {
    throw failure;
  };
  afterEach(() => expect(left()).toBe(0));

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
