import { broadcastTo, grads, matMul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { on, same, sameOnBoth, sumOfProducts, values } from '../../test/backends.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

const size = fc.integer({ min: 1, max: 6 });

/** Two batch shapes that broadcast together, and what they broadcast to. */
const batches = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('both', 'a', 'b')), {
    maxLength: 3,
  })
  .chain((dims) =>
    fc.record({
      a: fc.constant(dims.map(([n, who]) => (who === 'b' ? 1 : n))),
      b: fc.constant(dims.map(([n, who]) => (who === 'a' ? 1 : n))),
      out: fc.constant(dims.map(([n]) => n)),
    }),
  );

test('a product agrees with the cpu backend for every transpose, batch and broadcast', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ batches, m: size, k: size, n: size, tA: fc.boolean(), tB: fc.boolean() }),
      async ({ batches: { a, b, out }, m, k, n, tA, tB }) => {
        const left = [...a, ...(tA ? [k, m] : [m, k])];
        const right = [...b, ...(tB ? [n, k] : [k, n])];
        // The cpu backend pairs matrices as the stock wasm one does: broadcast for it.
        const expected = await on('cpu', () => [
          matMul(
            broadcastTo(made(left, 1), [...out, ...left.slice(-2)]),
            broadcastTo(made(right, 2), [...out, ...right.slice(-2)]),
            tA,
            tB,
          ),
        ]);
        same(await on('wasm', () => [matMul(made(left, 1), made(right, 2), tA, tB)]), expected);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});

test('the gradients of a product agree with finite differences of it, for every transpose and batch', async () => {
  const batch = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ batch, m: size, k: size, n: size, tA: fc.boolean(), tB: fc.boolean() }),
      fc.nat(1e6),
      async ({ batch, m, k, n, tA, tB }, pick) => {
        const shapes: number[][] = [
          [...batch, ...(tA ? [k, m] : [m, k])],
          [...batch, ...(tB ? [n, k] : [k, n])],
        ];
        const dyShape = [...batch, m, n];
        const found = await on('wasm', () =>
          grads((a, b) => matMul(a as Tensor, b as Tensor, tA, tB))(
            shapes.map((shape, i) => made(shape, i + 1)),
            made(dyShape, 3),
          ),
        );
        for (const [which, gradient] of found.entries()) {
          const index = pick % gradient.values.length;
          const loss = async (step: number) => {
            const results = await on('cpu', () => {
              const pair = shapes.map((shape, i) =>
                made(shape, i + 1, i === which ? [index, step] : []),
              );
              return [matMul(pair[0] as Tensor, pair[1] as Tensor, tA, tB), made(dyShape, 3)];
            });
            return sumOfProducts(results);
          };
          // The product is linear in each operand: a step as large as 1 has no error of its own.
          expect(gradient.values[index]).toBeCloseTo((await loss(1)) - (await loss(0)), 3);
        }
      },
    ),
    { numRuns: 60, seed: 2 },
  );
});

test('large matrices in a batch go one by one to the same result', async () => {
  await sameOnBoth(() => [matMul(made([3, 48, 50], 1), made([3, 48, 47], 2), true, false)]);
  await sameOnBoth(() => [matMul(made([1, 48, 50], 1), made([3, 47, 50], 2), false, true)]);
});

test('both ways of transposing the right operand give the same', async () => {
  await sameOnBoth(() => [matMul(made([2, 40], 1), made([60, 40], 2), false, true)]);
  await sameOnBoth(() => [matMul(made([60, 40], 1), made([2, 40], 2), false, true)]);
});

test('an operand without elements gives what the stock kernel gives', async () => {
  const [product] = await on('wasm', () => [matMul(made([0, 3], 1), made([4, 3], 2), false, true)]);
  expect(product).toMatchObject({ shape: [0, 4], dtype: 'float32' });
});

test('integers are refused as the stock kernel refuses them', async () => {
  const attempt = on('wasm', () => [
    matMul(tensor([[1]], [1, 1], 'int32'), tensor([[1]], [1, 1], 'int32'), true),
  ]);
  await expect(attempt).rejects.toThrow('not yet supported');
});

/** Repeatable values in a shape, one of them moved where that is asked for. */
function made(shape: number[], seed: number, [index, step = 0]: number[] = []): Tensor {
  const data = values(
    shape.reduce((p, q) => p * q, 1),
    seed,
  );
  if (index !== undefined) data[index] = (data[index] as number) + step;
  return tensor(data, shape);
}
