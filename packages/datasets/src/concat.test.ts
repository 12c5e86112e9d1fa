import { expect, test } from 'vitest';
import { concat } from './concat.ts';
import type { Dataset } from './dataset.ts';

const one: Dataset = {
  name: 'one',
  inputs: Uint8Array.of(1, 2),
  labels: Uint8Array.of(1),
  count: 1,
  shape: [2],
  classNames: ['a', 'b'],
};
const two: Dataset = {
  ...one,
  name: 'two',
  inputs: Uint8Array.of(3, 4, 5, 6),
  labels: Int32Array.of(0, 1),
  count: 2,
};

test('joins samples and labels in order, in the widest kind of label', () => {
  expect(concat(one, two, one)).toEqual({
    name: 'one+two+one',
    inputs: Uint8Array.of(1, 2, 3, 4, 5, 6, 1, 2),
    labels: Int32Array.of(1, 0, 1, 1),
    count: 4,
    shape: [2],
    classNames: ['a', 'b'],
  });
  expect(concat(one, { ...one, labels: Uint16Array.of(1) }).labels).toEqual(Uint16Array.of(1, 1));
});

test('of one set is a copy of it', () => {
  const copy = concat(one);
  expect(copy).toEqual(one);
  copy.inputs[0] = 9;
  expect(one.inputs[0]).toBe(1);
});

test('refuses sets that do not fit together, and none at all', () => {
  expect(() => concat()).toThrow('concat: needs at least one data set, got none');
  expect(() => concat(one, { ...two, shape: [2, 1] })).toThrow(
    'concat: shape of two must be [2], as of one, got [2,1]',
  );
  expect(() => concat(one, { ...two, classNames: ['b', 'a'] })).toThrow(
    'concat: classNames of two must be [a,b], as of one, got [b,a]',
  );
  expect(() => concat(one, { ...two, inputs: new Float32Array(4) })).toThrow(TypeError);
});
