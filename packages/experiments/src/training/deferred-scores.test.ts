import { sum, type Tensor1D, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { deferredScores } from './deferred-scores.ts';

const rows = (...values: number[]) => tensor2d(values, [values.length, 1]);

test('the updates of a stretch are scored together, once, and each gets its own back', async () => {
  const scored: number[][] = [];
  const later = deferredScores((outputs: Tensor2D, indices) => {
    scored.push([...indices]);
    return sum(outputs, 1) as Tensor1D;
  });
  const all = [
    later(rows(1, 2), Int32Array.of(10, 20)),
    later(rows(3), Int32Array.of(30)),
    later(rows(4, 5), Int32Array.of(40, 50)),
  ];
  const read = await Promise.all(all.map((scores) => scores.data()));
  for (const scores of all) scores.dispose();
  expect(read.map((values) => [...values])).toEqual([[1, 2], [3], [4, 5]]);
  const next = later(rows(6), Int32Array.of(60));
  expect([...(await next.data())]).toEqual([6]);
  next.dispose();
  expect(scored).toEqual([[10, 20, 30, 40, 50], [60]]);
});

test('updates that nobody asks for leave nothing on the device', () => {
  const later = deferredScores(() => {
    throw new Error('not asked for');
  });
  later(rows(1), Int32Array.of(1)).dispose();
});
