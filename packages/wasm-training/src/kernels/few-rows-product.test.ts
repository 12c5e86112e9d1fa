import { engine, matMul, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { on, same, sameOnBoth, values, withoutLoops } from '../../test/backends.ts';
import { installWasmTraining } from '../install-wasm-training.ts';
import { fewRowsProduct } from './few-rows-product.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

const product = (rows: number, inner: number, columns: number) => () => [
  matMul(
    tensor2d(values(rows * inner, 1), [rows, inner]),
    tensor2d(values(inner * columns, 2), [inner, columns]),
  ),
];

test('a product with few rows agrees with the cpu backend, whatever is left over of fours and eights', async () => {
  const shape = fc.tuple(
    fc.integer({ min: 1, max: 66 }),
    fc.nat(70),
    fc.integer({ min: 1, max: 70 }),
  );
  await fc.assert(
    fc.asyncProperty(shape, async ([rows, more, columns]) => {
      await sameOnBoth(product(rows, Math.ceil(4096 / columns) + more, columns));
    }),
    { numRuns: 60, seed: 1 },
  );
});

test('a product with NaN or Infinity in one column has them there alone', async () => {
  const [result] = await on('wasm', () => {
    const right = new Float32Array(64 * 66).fill(1);
    right[0] = Number.NaN;
    right[65] = Number.POSITIVE_INFINITY;
    return [matMul(tensor2d(values(5 * 64, 1).fill(1), [5, 64]), tensor2d(right, [64, 66]))];
  });
  const row = new Array(66).fill(64);
  row[0] = Number.NaN;
  row[65] = Number.POSITIVE_INFINITY;
  expect(Array.from(result?.values ?? [])).toEqual([0, 1, 2, 3, 4].flatMap(() => row));
});

test('many rows, a small right matrix, or a backend without the loops are left to the backend', async () => {
  const info = (...shape: number[]) => ({ dataId: {}, shape, dtype: 'float32' as const });
  const { backend } = engine();
  expect(fewRowsProduct(backend, info(65, 99), info(99, 99), [65, 99])).toBeUndefined();
  expect(fewRowsProduct(backend, info(4, 9), info(9, 99), [4, 99])).toBeUndefined();
  expect(fewRowsProduct({}, info(4, 99), info(99, 99), [4, 99])).toBeUndefined();
  const run = product(7, 80, 81);
  same(await withoutLoops(() => on('wasm', run)), await on('cpu', run));
});
