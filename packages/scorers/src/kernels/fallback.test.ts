import { engine, tensor2d } from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { leastConfidence, margin } from '../index.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('works with tfjs alone, and says so once, on a backend whose internals are not as expected', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const outputs = tensor2d([[0.5, 0.5]]);
  const runKernel = vi.spyOn(engine(), 'runKernel').mockImplementationOnce(() => {
    throw new TypeError('backend.runSomeProgram is not a function');
  });
  const scores = [margin, leastConfidence, margin].map((scorer) => scorer(outputs));
  expect(runKernel.mock.calls.filter(([name]) => name.startsWith('Gradus')).length).toBe(1);
  expect(await scores[0]?.data()).toEqual(Float32Array.of(1));
  expect(await scores[1]?.data()).toEqual(Float32Array.of(0.5));
  expect(warn).toHaveBeenCalledTimes(1);
  for (const tensor of [outputs, ...scores]) tensor.dispose();
});
