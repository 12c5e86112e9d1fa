import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { fromTfData, type TfDataLike } from './from-tf-data.ts';

/** What tf.data's datasets are to their users: an iterator of values. */
function source(...elements: unknown[]): TfDataLike & { returned: number } {
  const made = {
    returned: 0,
    iterator: async () => ({
      next: async () =>
        elements.length > 0
          ? { value: elements.shift(), done: false }
          : { value: undefined, done: true },
      return: () => {
        made.returned++;
      },
    }),
  };
  return made;
}

test('reads samples of tensors, which it disposes', async () => {
  const data = await fromTfData(
    source(
      { xs: tensor2d([[1, 2]]), ys: tensor1d([0, 1]) },
      { xs: tensor2d([[3, 4]]), ys: tensor1d([1, 0]) },
    ),
    { name: 'tensors' },
  );
  expect(data).toEqual({
    name: 'tensors',
    inputs: Float32Array.of(1, 2, 3, 4),
    labels: Uint8Array.of(1, 0),
    count: 2,
    shape: [1, 2],
    classNames: ['0', '1'],
  });
});

test('reads batches, the last one smaller', async () => {
  const data = await fromTfData(
    source(
      {
        xs: tensor2d([
          [1, 2],
          [3, 4],
        ]),
        ys: tensor1d([2, 0]),
      },
      { xs: [[5, 6]], ys: [1] },
    ),
    { batched: true },
  );
  expect(data).toMatchObject({
    inputs: Float32Array.of(1, 2, 3, 4, 5, 6),
    labels: Uint8Array.of(2, 0, 1),
    shape: [2],
  });
});

test('reads rows by name as tf.data.csv gives them, one by one and in batches', async () => {
  const row = (a: number, b: number, label: number) => ({ xs: { a, b }, ys: { label } });
  const one = await fromTfData(source(row(1, 2, 0), row(3, 4, 1)));
  const many = await fromTfData(
    source({ xs: { a: tensor1d([1, 3]), b: tensor1d([2, 4]) }, ys: { label: tensor1d([0, 1]) } }),
    { batched: true },
  );
  expect(one).toMatchObject({
    inputs: Float32Array.of(1, 2, 3, 4),
    labels: Uint8Array.of(0, 1),
    shape: [2],
  });
  expect(many).toEqual(one);
});

test('reads numbers, nested and typed arrays, booleans', async () => {
  const data = await fromTfData(
    source(
      { xs: [[1, 2], Uint8Array.of(3, 4)], ys: true },
      {
        xs: [
          [5, 6],
          [7, 8],
        ],
        ys: 0,
      },
    ),
  );
  expect(data).toMatchObject({
    inputs: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    labels: Uint8Array.of(1, 0),
    shape: [2, 2],
  });
  expect((await fromTfData(source({ xs: 7, ys: 0 }))).shape).toEqual([]);
});

test('keeps bytes where it is told to', async () => {
  const data = await fromTfData(source({ xs: [0, 255], ys: 0 }), { bytes: true });
  expect(data.inputs).toEqual(Uint8Array.of(0, 255));
});

test('stops at its limit, in mid-batch too, and closes the source', async () => {
  const endless: TfDataLike = {
    iterator: async () => ({ next: async () => ({ value: { xs: [[1], [2]], ys: [0, 1] } }) }),
  };
  const data = await fromTfData(endless, { batched: true, limit: 5 });
  expect(data.inputs).toEqual(Float32Array.of(1, 2, 1, 2, 1));
  const closed = source({ xs: 1, ys: 0 }, { xs: 2, ys: 0 });
  expect((await fromTfData(closed, { limit: 1 })).count).toBe(1);
  expect(closed.returned).toBe(1);
});

test('reports progress, and stops with the reason of its signal', async () => {
  const seen: number[] = [];
  const controller = new AbortController();
  const reason = new Error('enough');
  const onProgress = ({ done }: { done: number }) => {
    seen.push(done);
    if (done === 2) controller.abort(reason);
  };
  const given = source({ xs: 1, ys: 0 }, { xs: 2, ys: 0 }, { xs: 3, ys: 0 });
  await expect(fromTfData(given, { onProgress, signal: controller.signal })).rejects.toBe(reason);
  expect(seen).toEqual([1, 2]);
  expect(given.returned).toBe(1);
});

test.each([
  [[], {}, 'the source must have an element or more, got none'],
  [[{ xs: 1, ys: 0 }], { limit: 0 }, 'limit must be an integer >= 1, got 0'],
  [[7], {}, 'xs of element 0 must be a tensor or made of numbers, got undefined'],
  [[{ xs: 'red', ys: 0 }], {}, 'xs of element 0 must be a tensor or made of numbers, got red'],
  [
    [{ xs: [1, 'red'], ys: 0 }],
    {},
    'xs of element 0, at 1, must be a tensor or made of numbers, got red',
  ],
  [[{ xs: [1, [2]], ys: 0 }], {}, 'xs of element 0 must not be ragged, got [1] at 1'],
  [
    [
      { xs: [1], ys: 0 },
      { xs: [1, 2], ys: 0 },
    ],
    {},
    'xs of element 1 must be [1], as the first, got [2]',
  ],
  [
    [{ xs: 1, ys: 0 }],
    { batched: true },
    'xs of element 0 must have an axis of samples, got a number',
  ],
  [
    [{ xs: [1, 2], ys: [0] }],
    { batched: true },
    'element 0 must hold as many ys as xs, got 1 and 2 so far',
  ],
  [[{ xs: 1, ys: 0.5 }], {}, 'labels[0] must be an integer >= 0, got 0.5'],
  [[{ xs: 1, ys: [0, 2] }], {}, 'row 0 of the labels must be one-hot, got 2 at 1'],
])('refuses %o with %o', async (elements, options, message) => {
  await expect(fromTfData(source(...elements), options)).rejects.toThrow(`fromTfData: ${message}`);
});

test('disposes of a tensor of words, and says so', async () => {
  const words = tensor1d(['red'], 'string');
  await expect(fromTfData(source({ xs: words, ys: 0 }))).rejects.toThrow(
    'fromTfData: xs of element 0 must hold numbers, got a tensor of string',
  );
});
