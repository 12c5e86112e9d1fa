import { expect, test } from 'vitest';
import type { Dataset } from './dataset.ts';
import { subset } from './subset.ts';

const data: Dataset = {
  name: 'floats',
  inputs: Float32Array.of(1, 2, 3, 4, 5, 6),
  labels: Uint16Array.of(0, 500, 2),
  count: 3,
  shape: [2],
  classNames: Array.from({ length: 501 }, (_, i) => `class ${i}`),
};

test('takes samples and their labels in the order asked for, in arrays of the same kind', () => {
  expect(subset(data, [2, 0, 2, 1])).toEqual({
    ...data,
    inputs: Float32Array.of(5, 6, 1, 2, 5, 6, 3, 4),
    labels: Uint16Array.of(2, 0, 2, 500),
    count: 4,
  });
});

test('shares nothing with the set it came from', () => {
  const part = subset(data, [0]);
  part.inputs[0] = 9;
  part.labels[0] = 9;
  part.shape.push(9);
  part.classNames[0] = 'nine';
  expect([data.inputs[0], data.labels[0], data.shape, data.classNames[0]]).toEqual([
    1,
    0,
    [2],
    'class 0',
  ]);
});

test('of no samples is an empty set', () => {
  expect(subset(data, [])).toMatchObject({ count: 0, inputs: new Float32Array(0), shape: [2] });
});

test('gives plain arrays where the set holds Buffers', () => {
  const part = subset({ ...data, inputs: Buffer.from([1, 2, 3, 4, 5, 6]) }, [1]);
  expect(part.inputs.constructor).toBe(Uint8Array);
  expect([...part.inputs]).toEqual([3, 4]);
});
