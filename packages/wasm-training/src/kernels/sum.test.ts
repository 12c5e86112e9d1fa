import { mean, sum, tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { on, sameOnBoth, values } from '../../test/backends.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

test('a sum and a mean agree with the cpu backend over every choice of axes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }).chain((shape) =>
        fc.record({
          shape: fc.constant(shape),
          axes: fc.shuffledSubarray(shape.map((_, i) => i)),
          keepDims: fc.boolean(),
        }),
      ),
      async ({ shape, axes, keepDims }) => {
        const size = shape.reduce((p, q) => p * q, 1);
        await sameOnBoth(() => {
          const x = tensor(values(size, 1), shape);
          return [sum(x, axes, keepDims), mean(x, axes, keepDims)];
        });
      },
    ),
    { numRuns: 150, seed: 1 },
  );
});

test('a long sum over the leading axes keeps float32 precision', async () => {
  const rows = 50_000;
  const data = Float32Array.from({ length: rows * 3 }, (_, i) => [0.1, 1, -3][i % 3] as number);
  const [total] = await on('wasm', () => [sum(tensor(data, [rows, 3]), 0)]);
  for (const [i, expected] of [5_000, 50_000, -150_000].entries()) {
    expect(Math.abs((total?.values[i] ?? 0) / expected - 1)).toBeLessThan(2e-5);
  }
});

test('a value that is no number, and an infinite one, pass through', async () => {
  const rows = [1, Number.NaN, 2, 3, Number.POSITIVE_INFINITY, 5, -6, 7];
  const [total] = await on('wasm', () => [sum(tensor(rows, [2, 4]), 0)]);
  expect([...Array.from(total?.values ?? [])]).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NaN,
    -4,
    10,
  ]);
});

test('integers stay integers', async () => {
  await sameOnBoth(() => [sum(tensor([1, 2, 3, 4], [2, 2], 'int32'), 0)]);
});
