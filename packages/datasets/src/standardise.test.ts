import { expect, test } from 'vitest';
import type { Dataset } from './dataset.ts';
import { standardise } from './standardise.ts';

function make(inputs: Dataset['inputs'], count: number, shape: number[]): Dataset {
  return { name: 'made', inputs, labels: new Uint8Array(count), count, shape, classNames: ['a'] };
}

test('measures bytes in units of 0 to 1, channel by channel', () => {
  const two = make(Uint8Array.of(0, 51, 255, 102, 0, 51, 255, 102), 2, [1, 2, 2]);
  const { mean, sd } = standardise(two);
  expect(mean[0]).toBeCloseTo(0.5, 15);
  expect(mean[1]).toBeCloseTo(0.3, 15);
  expect(sd[0]).toBeCloseTo(0.5, 15);
  expect(sd[1]).toBeCloseTo(0.1, 15);
});

test('measures floats as they are, feature by feature', () => {
  expect(standardise(make(Float32Array.of(1, 10, 3, 30), 2, [2]))).toEqual({
    mean: [2, 20],
    sd: [1, 10],
  });
});

test('takes a sample of another rank for one channel', () => {
  expect(standardise(make(Uint8Array.of(0, 255, 255, 0), 1, [2, 2]))).toEqual({
    mean: [0.5],
    sd: [0.5],
  });
  expect(standardise(make(Float32Array.of(1, 3), 2, []))).toEqual({ mean: [2], sd: [1] });
});

test('loses nothing to rounding where floats lie far from 0', () => {
  const { mean, sd } = standardise(make(Float32Array.of(1e6 + 1, 1e6 + 3), 2, [1]));
  expect([mean, sd]).toEqual([[1e6 + 2], [1]]);
});

test('gives a channel that never changes sd 1', () => {
  expect(standardise(make(Uint8Array.of(255, 0, 255, 255), 2, [2]))).toEqual({
    mean: [1, 0.5],
    sd: [1, 0.5],
  });
});

test('refuses an empty set, and values that are not finite', () => {
  expect(() => standardise(make(new Uint8Array(0), 0, [4]))).toThrow('standardise: made is empty');
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => standardise(make(Float32Array.of(1, 2, value, 4), 2, [2]))).toThrow(
      `standardise: inputs[2], of sample 1, is ${value}`,
    );
  }
});
