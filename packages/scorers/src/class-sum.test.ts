import { fill, type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { classSum } from './class-sum.ts';

async function take(sums: Tensor): Promise<number[]> {
  const values = [...(await sums.data())];
  sums.dispose();
  return values;
}

test.each([1, 31, 64, 65, 96, 1000, 2049])('sums rows of %i exactly', async (length) => {
  const rows = [0, 1].map((i) => Array.from({ length }, (_, k) => ((k * 7 + i) % 16) / 16));
  const expected = rows.map((row) => row.reduce((a, b) => a + b));
  expect(await take(tidy(() => classSum(tensor2d(rows))))).toEqual(expected);
});

test('loses no more than 1e-6 of 100,000 equal numbers', async () => {
  const [sum] = await take(tidy(() => classSum(fill([1, 100_000], 0.1, 'float32'))));
  expect(Math.abs((sum as number) / 100_000 - Math.fround(0.1))).toBeLessThan(1e-7);
});
