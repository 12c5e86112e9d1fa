import {
  gather,
  grad,
  type Tensor,
  tensor,
  tensor1d,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { on, same, sameOnBoth, sumOfProducts, values } from '../../test/backends.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

const made = (shape: number[], seed: number): Tensor =>
  tensor(
    values(
      shape.reduce((p, q) => p * q, 1),
      seed,
    ),
    shape,
  );

test('the sums agree with the cpu backend, rows without a segment and segments without rows included', async () => {
  const rows = fc.integer({ min: 1, max: 9 }).chain((n) =>
    fc.record({
      ids: fc.array(fc.integer({ min: -1, max: 6 }), { minLength: n, maxLength: n }),
      rest: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
      segments: fc.integer({ min: 1, max: 6 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(rows, async ({ ids, rest, segments }) => {
      await sameOnBoth(() => [
        unsortedSegmentSum(made([ids.length, ...rest], 1), tensor1d(ids, 'int32'), segments),
      ]);
    }),
    { numRuns: 100, seed: 1 },
  );
});

test.each([0, 1, 2])(
  'the gradient of gather along axis %i agrees with the cpu backend',
  async (axis) => {
    await sameOnBoth(() => {
      const indices = tensor(
        [
          [0, 2],
          [2, 1],
        ],
        [2, 2],
        'int32',
      );
      const y = (x: Tensor) => gather(x, indices, axis);
      const x = made([3, 4, 5], 1);
      return [grad(y)(x, made(y(x).shape, 2))];
    });
  },
);

test('the gradient of gather agrees with finite differences of it', async () => {
  const lookUp = fc.integer({ min: 1, max: 5 }).chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      width: fc.integer({ min: 1, max: 4 }),
      ids: fc.array(fc.nat(rows - 1), { minLength: 1, maxLength: 8 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(lookUp, fc.nat(1e6), async ({ rows, width, ids }, pick) => {
      const shape = [ids.length, width];
      const [found] = await on('wasm', () => [
        grad((x: Tensor) => gather(x, tensor1d(ids, 'int32')))(
          made([rows, width], 1),
          made(shape, 2),
        ),
      ]);
      const index = pick % (rows * width);
      const loss = async (step: number) => {
        const results = await on('cpu', () => {
          const data = values(rows * width, 1);
          data[index] = (data[index] as number) + step;
          return [gather(tensor(data, [rows, width]), tensor1d(ids, 'int32')), made(shape, 2)];
        });
        return sumOfProducts(results);
      };
      expect(found?.values[index]).toBeCloseTo((await loss(1)) - (await loss(0)), 3);
    }),
    { numRuns: 60, seed: 2 },
  );
});

test('NaN stays in its own segment', async () => {
  const [sums] = await on('wasm', () => [
    unsortedSegmentSum(tensor1d([Number.NaN, 1, 2]), tensor1d([1, 0, 0], 'int32'), 2),
  ]);
  expect(Array.from(sums?.values ?? [])).toEqual([3, Number.NaN]);
});

test('no rows make sums of zero', async () => {
  const results = await on('wasm', () => [
    unsortedSegmentSum(tensor([], [0, 2]), tensor1d([], 'int32'), 3),
  ]);
  same(results, [{ shape: [3, 2], dtype: 'float32', values: new Float32Array(6) }]);
});

test('integers are refused', async () => {
  const attempt = on('wasm', () => [
    unsortedSegmentSum(tensor1d([1, 2], 'int32'), tensor1d([0, 1], 'int32'), 2),
  ]);
  await expect(attempt).rejects.toThrow('sums float32 rows');
});
