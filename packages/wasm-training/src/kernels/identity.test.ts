import { cast, clone, dispose, memory, mul, tensor } from '@tensorflow/tfjs-core';
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

test('a cast to the same type takes no memory, and one to another changes the values', async () => {
  const original = tensor([1.5, 0, -2]);
  const buffers = memory().numDataBuffers;
  const same = cast(original, 'float32');
  expect(memory().numDataBuffers).toBe(buffers);
  const whole = cast(original, 'int32');
  original.dispose();
  expect(same.dtype).toBe('float32');
  expect([...(await same.data())]).toEqual([1.5, 0, -2]);
  expect([...(await whole.data())]).toEqual([1, 0, -2]);
  dispose([same, whole]);
});
