import { expect, test } from 'vitest';
import { batch } from './batch.ts';
import { concat } from './concat.ts';
import type { Dataset } from './dataset.ts';
import { inputs } from './inputs.ts';
import { labels } from './labels.ts';
import { split } from './split.ts';
import { standardise } from './standardise.ts';
import { subset } from './subset.ts';
import { withLabelNoise } from './with-label-noise.ts';

const good: Dataset = {
  name: 'three',
  inputs: new Uint8Array(6),
  labels: Uint8Array.of(0, 1, 0),
  count: 3,
  shape: [2],
  classNames: ['a', 'b'],
};

test.each([
  [{ inputs: new Uint8Array(5) }, 'inputs of three must hold 3 x 2 values, got 5'],
  [{ labels: new Uint8Array(4) }, 'labels of three must hold 3 values, got 4'],
  [{ count: 2.5 }, 'count of three must be an integer >= 0, got 2.5'],
  [{ shape: [2, 2] }, 'inputs of three must hold 3 x 4 values, got 6'],
])('functions of a whole set refuse one whose arrays do not fit: %o', (wrong, message) => {
  const bad = { ...good, ...wrong };
  expect(() => standardise(bad)).toThrow(`standardise: ${message}`);
  expect(() => split(bad, 0.5, { seed: 1 })).toThrow(`split: ${message}`);
  expect(() => concat(good, bad)).toThrow(`concat: ${message}`);
  expect(() => withLabelNoise(bad, { rate: 0.5, seed: 1 })).toThrow(`withLabelNoise: ${message}`);
});

test.each([
  [[0, 3], 'indices[1] must be an integer in [0, 3), got 3'],
  [[-1], 'indices[0] must be an integer in [0, 3), got -1'],
  [[0, 1, 0.5], 'indices[2] must be an integer in [0, 3), got 0.5'],
  [[Number.NaN], 'indices[0] must be an integer in [0, 3), got NaN'],
  [[undefined], 'indices[0] must be an integer in [0, 3), got undefined'],
  [['1'], 'indices[0] must be an integer in [0, 3), got 1'],
  [1, 'indices must be an array of integers, got 1'],
  [undefined, 'indices must be an array of integers, got undefined'],
])('functions of some samples refuse the indices %o, naming the position', (indices, message) => {
  const wrong = indices as number[];
  expect(() => inputs(good, wrong)).toThrow(`inputs: ${message}`);
  expect(() => labels(good, wrong)).toThrow(`labels: ${message}`);
  expect(() => batch(good, wrong)).toThrow(`batch: ${message}`);
  expect(() => subset(good, wrong)).toThrow(`subset: ${message}`);
});
