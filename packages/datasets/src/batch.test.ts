import { memory } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { batch } from './batch.ts';
import type { Dataset } from './dataset.ts';
import { geoShapes } from './geo-shapes.ts';
import { inputs } from './inputs.ts';
import { labels } from './labels.ts';

const data = geoShapes({ count: 90, kind: 'geom', placement: 'centred', seed: 1 });

test('gives the inputs of inputs and the classes one-hot', async () => {
  const indices = [5, 0, 89, 5];
  const options = { standardise: { mean: 0.4, sd: 0.2 } };
  const { xs, ys } = batch(data, indices, options);
  const expected = inputs(data, indices, options);
  expect(xs.shape).toEqual([4, 32, 32, 1]);
  expect([xs.dtype, ys.dtype]).toEqual(['float32', 'float32']);
  expect(await xs.data()).toEqual(await expected.data());
  expect(await ys.array()).toEqual(
    indices.map((i) => [0, 1, 2].map((c) => (data.labels[i] === c ? 1 : 0))),
  );
  xs.dispose();
  ys.dispose();
  expected.dispose();
});

test('of no samples is two empty tensors', () => {
  const { xs, ys } = batch(data, []);
  expect([xs.shape, ys.shape]).toEqual([
    [0, 32, 32, 1],
    [0, 3],
  ]);
  xs.dispose();
  ys.dispose();
});

test.each([
  [Uint8Array.of(0, 3), 'batch: labels[1] must be in [0, 3), the classes named, got 3'],
  [Int32Array.of(0, -1), 'batch: labels[1] must be in [0, 3), the classes named, got -1'],
])('refuses a label without a class name, and leaves nothing behind', (labels, message) => {
  const bad: Dataset = { ...data, labels };
  const before = memory().numTensors;
  expect(() => batch(bad, [0, 1])).toThrow(message);
  expect(() => batch(data, [0], { standardise: { mean: 0, sd: 0 } })).toThrow(
    'batch: standardise.sd',
  );
  expect(memory().numTensors).toBe(before);
});

test('labels gives int32 classes in the order asked for, of every kind of label', async () => {
  for (const kind of [Uint8Array, Uint16Array, Int32Array]) {
    const some: Dataset = {
      ...data,
      labels: kind.of(2, 0, 1, 250),
      classNames: Array(300).fill(''),
    };
    const classes = labels(some, [3, 0, 0, 1]);
    expect([classes.dtype, classes.shape]).toEqual(['int32', [4]]);
    expect([...(await classes.data())]).toEqual([250, 2, 2, 0]);
    classes.dispose();
  }
  const none = labels(data, []);
  expect(none.shape).toEqual([0]);
  none.dispose();
});
