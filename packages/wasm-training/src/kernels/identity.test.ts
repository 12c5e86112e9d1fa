import { clone, memory, mul, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

test('a clone takes no memory and outlives its original', async () => {
  const original = tensor([1, 2, 3]);
  const buffers = memory().numDataBuffers;
  const copy = clone(original);
  expect(memory().numDataBuffers).toBe(buffers);
  original.dispose();
  const doubled = mul(copy, 2);
  copy.dispose();
  expect([...(await doubled.data())]).toEqual([2, 4, 6]);
  doubled.dispose();
});

test('a clone of strings and of integers keeps them', async () => {
  for (const original of [tensor(['a', 'b']), tensor([1, 2], [2], 'int32')]) {
    const copy = clone(original);
    expect(copy.dtype).toBe(original.dtype);
    expect([...(await copy.data())]).toEqual([...(await original.data())]);
    original.dispose();
    copy.dispose();
  }
});
