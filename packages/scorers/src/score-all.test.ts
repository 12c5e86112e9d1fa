import {
  clone,
  gather,
  keep,
  memory,
  mul,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
  zeros,
} from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
