import { type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type AadtOptions, aadt } from './index.ts';

async function score(rows: number[][], options?: AadtOptions): Promise<number[]> {
  const scores: Tensor = tidy(() => aadt(tensor2d(rows), options));
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
}

test('the floor is one of the mean distance, whatever the number of classes', async () => {
  const even = [[0.25, 0.25, 0.25, 0.25]];
  expect(await score(even, { floor: 0.125 })).toEqual([8]);
  expect(await score(even, { floor: 0.125, power: 2 })).toEqual([8]);
  expect((await score(even))[0]).toBeCloseTo(1e6, -1);
  expect(await score([[0.75, 0.25]], { floor: 0.25 })).toEqual([4]);
  expect(await score([[0.75, 0.25]], { floor: 0.5 })).toEqual([2]);
});

test('power 2 squares the distance', async () => {
  expect(await score([[0.75, 0.25]], { power: 2 })).toEqual([16]);
});

test('refuses another power and a floor that is none', () => {
  const outputs = tensor2d([[1, 0]]);
  expect(() => aadt(outputs, { power: 3 as never })).toThrow('aadt: power must be 1 or 2, got 3');
  for (const floor of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const message = `aadt: floor must be a finite number > 0, got ${floor}`;
    expect(() => aadt(outputs, { floor })).toThrow(message);
  }
  outputs.dispose();
});
