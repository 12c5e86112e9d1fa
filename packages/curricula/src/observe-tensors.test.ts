import { createRng } from '@gradus/samplers';
import { keep, memory, type Tensor, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { plainDraw } from '../test/helpers.ts';
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

describe('tensors of tfjs', () => {
  // The hook of the test set-up fails a test that leaks one.
  const outputs = (indices: Int32Array): Tensor1D => tensor1d(Float32Array.from(indices));

  test('are observed as they are, also by their general type', async () => {
    const before = memory().numTensors;
    const curriculum = dynamicSampled(options());
    let most = 0;
    for await (const { step, indices } of curriculum) {
      const scores: Tensor = outputs(indices);
      curriculum.observe(indices, step % 2 === 0 ? scores : tidy(() => keep(scores)));
      most = Math.max(most, memory().numTensors - before);
    }
    expect(most).toBe(4);
  });

  test('do not leak where the loop is left, score fails, or the call is refused', async () => {
    const left = dynamicSampled(options());
    for await (const { indices } of left) {
      left.observe(indices, outputs(indices));
      break;
    }
    const failing = dynamicSampled({ ...options(), score: () => Promise.reject(new Error('no')) });
    const run = async () => {
      for await (const { indices } of failing) failing.observe(indices, outputs(indices));
    };
    await expect(run()).rejects.toThrow('score failed at step 4: no');
    const refusing = dynamicSampled(options());
    expect(() => refusing.observe([9], outputs(Int32Array.of(1)))).toThrow('observe: indices[0]');
  });

  test('that a tidy disposed are told, with what to do', async () => {
    const curriculum = dynamicSampled(options());
    tidy(() => curriculum.observe([0], tensor1d([1])));
    await expect(curriculum.settle()).rejects.toThrow(
      'observe: scores could not be read back (if they were made in tidy, keep them): Tensor is disposed.',
    );
  });
});
