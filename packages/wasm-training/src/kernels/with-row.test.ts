import { add, engine, mul, sub, tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { on, same, values, withoutLoops } from '../../test/backends.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

const made = (shape: number[], salt: number) =>
  mul(
    tensor(
      values(
        shape.reduce((p, q) => p * q, 1),
        salt,
      ),
      shape,
    ),
    1 / 3,
  );

test("a sum, difference or product is the cpu backend's to the bit, whatever is broadcast along what", async () => {
  const side = fc.constantFrom(1, 2, 3, 4, 8, 12, 16);
  const shapes = fc
    .array(fc.tuple(side, fc.constantFrom('both', 'a', 'b')), { minLength: 1, maxLength: 4 })
    .chain((sides) =>
      fc.record({
        a: fc.constant(sides.map(([n, who]) => (who === 'b' ? 1 : n))),
        b: fc.constant(sides.map(([n, who]) => (who === 'a' ? 1 : n))),
        cutOfA: fc.nat(sides.length - 1),
        cutOfB: fc.nat(sides.length - 1),
      }),
    );
  await fc.assert(
    fc.asyncProperty(shapes, async ({ a, b, cutOfA, cutOfB }) => {
      const run = () => {
        const [left, right] = [made(a.slice(cutOfA), 1), made(b.slice(cutOfB), 2)];
        return [add(left, right), sub(left, right), mul(left, right)];
      };
      const expected = await on('cpu', run);
      expect(await on('wasm', run)).toEqual(expected);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test.each([4, 8, 12, 20])(
  'a row of %i channels is the one operand or the other, by the loop or without',
  async (channels) => {
    const image = [2, 5, 3, channels];
    const run = () => [
      add(made(image, 1), made([channels], 2)),
      add(made([channels], 2), made(image, 1)),
      add(made(image, 1), made([1, 1, channels], 2)),
    ];
    const expected = await on('cpu', run);
    expect(await on('wasm', run)).toEqual(expected);
    same(await withoutLoops(() => on('wasm', run)), expected);
  },
);

test('integers and sums of one row are left to the backend', async () => {
  const run = () => [
    add(tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 4], 'int32'), tensor([1, 2, 3, 4], [4], 'int32')),
    add(made([1, 4], 1), made([4], 2)),
    add(tensor([], [0, 4]), made([4], 2)),
  ];
  same(await on('wasm', run), await on('cpu', run));
  expect(engine().backendName).toBe('wasm');
});
