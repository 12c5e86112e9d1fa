import { type Tensor, tensor, tensor1d, tensor2d, tensor4d, zeros } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type FromOptions, fromTensors } from './from-tensors.ts';

async function from(xs: Tensor, ys: Tensor, options?: FromOptions) {
  try {
    return await fromTensors(xs, ys, options);
  } finally {
    xs.dispose(); // they are still there to dispose
    ys.dispose();
  }
}

test('takes floats as they are, with whole-number labels', async () => {
  const data = await from(
    tensor2d([
      [0.5, Number.NaN],
      [-3, 1e9],
    ]),
    tensor1d([1, 0], 'int32'),
    { name: 'two', classNames: ['no', 'yes'] },
  );
  expect(data).toEqual({
    name: 'two',
    inputs: Float32Array.of(0.5, Number.NaN, -3, 1e9),
    labels: Uint8Array.of(1, 0),
    count: 2,
    shape: [2],
    classNames: ['no', 'yes'],
  });
});

test('takes one-hot labels, and bytes where it is told to', async () => {
  const data = await from(
    tensor4d([0, 255, 7, 8], [2, 1, 2, 1], 'int32'),
    tensor2d([
      [0, 0, 1],
      [0, 1, 0],
    ]),
    { bytes: true },
  );
  expect(data).toEqual({
    name: 'data',
    inputs: Uint8Array.of(0, 255, 7, 8),
    labels: Uint8Array.of(2, 1),
    count: 2,
    shape: [1, 2, 1],
    classNames: ['0', '1', '2'],
  });
});

test('labels take the smallest type that holds them', async () => {
  const labelsUpTo = async (highest: number) =>
    (await from(zeros([2, 1]), tensor1d([0, highest], 'int32'))).labels;
  expect(await labelsUpTo(255)).toEqual(Uint8Array.of(0, 255));
  expect(await labelsUpTo(256)).toEqual(Uint16Array.of(0, 256));
  expect(await labelsUpTo(65_536)).toEqual(Int32Array.of(0, 65_536));
});

test('has arrays of its own', async () => {
  const xs = tensor1d([1, 2]);
  const ys = tensor1d([0, 1], 'int32');
  const data = await fromTensors(xs, ys);
  expect(data.shape).toEqual([]);
  data.inputs.fill(9);
  expect([...(await xs.data())]).toEqual([1, 2]);
  xs.dispose();
  ys.dispose();
});

test('no samples are a set too', async () => {
  expect(await from(zeros([0, 3]), zeros([0, 4]))).toMatchObject({
    count: 0,
    shape: [3],
    classNames: ['0', '1', '2', '3'],
  });
});

test.each([
  [() => tensor(1), () => tensor1d([0]), {}, 'xs must be [n, ...shape], got a scalar'],
  [() => tensor1d([1]), () => tensor(0), {}, 'ys must be [n] or [n, classes], got []'],
  [() => tensor1d([1, 2]), () => tensor1d([0]), {}, 'ys must hold 2 labels as xs does, got 1'],
  [
    () => tensor1d([1, 2]),
    () => tensor1d([0, 0.5]),
    {},
    'labels[1] must be an integer >= 0, got 0.5',
  ],
  [
    () => tensor1d([1, 2]),
    () => tensor1d([0, -1]),
    {},
    'labels[1] must be an integer >= 0, got -1',
  ],
  [
    () => tensor1d([1, 2]),
    () => tensor1d([0, Number.NaN]),
    {},
    'labels[1] must be an integer >= 0, got NaN',
  ],
  [
    () => tensor1d([1]),
    () => tensor1d([2_000_000]),
    {},
    'labels must name at most 1000000 classes, got 2000001',
  ],
  [
    () => tensor1d([1]),
    () => tensor1d([2]),
    { classNames: ['a', 'b'] },
    'labels[0] must be in [0, 2), the classes named, got 2',
  ],
  [
    () => tensor1d([1]),
    () => tensor2d([[0, 0]]),
    {},
    'row 0 of the labels must be one-hot, got none',
  ],
  [
    () => tensor1d([1]),
    () => tensor2d([[1, 1]]),
    {},
    'row 0 of the labels must be one-hot, got 1 at 1',
  ],
  [
    () => tensor1d([1]),
    () => tensor2d([[0.5, 0.5]]),
    {},
    'row 0 of the labels must be one-hot, got 0.5 at 0',
  ],
  [
    () => tensor1d([256]),
    () => tensor1d([0]),
    { bytes: true },
    'inputs[0] must be a byte, 0 to 255, got 256',
  ],
  [
    () => tensor1d([0.5]),
    () => tensor1d([0]),
    { bytes: true },
    'inputs[0] must be a byte, 0 to 255, got 0.5',
  ],
])('refuses %s, %s with %o', async (xs, ys, options, message) => {
  await expect(from(xs(), ys(), options)).rejects.toThrow(`fromTensors: ${message}`);
});
