import { engine, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { el2n, trueClassDoubt } from '../index.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('works with tfjs alone, and says so once, on a backend whose internals are not as expected', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const outputs = tensor2d([[0.5, 0.5]]);
  const labels = tensor1d([1], 'int32');
  const runKernel = vi.spyOn(engine(), 'runKernel').mockImplementationOnce(() => {
    throw new TypeError('backend.runSomeProgram is not a function');
  });
  const scorers = [trueClassDoubt, el2n, trueClassDoubt];
  const scores = scorers.map((scorer) => scorer(outputs, labels));
  expect(runKernel.mock.calls.filter(([name]) => name.startsWith('Gradus')).length).toBe(1);
  expect(await scores[0]?.data()).toEqual(Float32Array.of(0.5));
  expect((await scores[1]?.data())?.[0]).toBeCloseTo(Math.SQRT1_2, 6);
  expect(warn).toHaveBeenCalledTimes(1);
  for (const tensor of [outputs, labels, ...scores]) tensor.dispose();
});
