import { batchNorm, tensor1d, tensor4d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { on, same, sameOnBoth, values, withoutLoops } from '../../test/backends.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

/** A normalised image of that shape, with an offset and a scale or without. */
const normalised =
  (shape: [number, number, number, number], hasOffset: boolean, hasScale: boolean) => () => {
    const channels = shape.at(-1) as number;
    const row = (salt: number) => tensor1d(values(channels, salt));
    const size = shape.reduce((p, q) => p * q, 1);
    const variance = tensor1d(values(channels, 3).map((one) => one * one + 0.1));
    return [
      batchNorm(
        tensor4d(values(size, 1), shape),
        row(2),
        variance,
        hasOffset ? row(4) : undefined,
        hasScale ? row(5) : undefined,
        1e-3,
      ),
    ];
  };

test('agrees with the cpu backend, whatever the shape, and with offset and scale or without', async () => {
  const side = fc.integer({ min: 1, max: 4 });
  const shape = fc.tuple(side, side, side, fc.constantFrom(1, 3, 4, 8, 12, 18));
  await fc.assert(
    fc.asyncProperty(shape, fc.boolean(), fc.boolean(), (of, hasOffset, hasScale) =>
      sameOnBoth(normalised(of, hasOffset, hasScale)),
    ),
    { numRuns: 100, seed: 1 },
  );
});

test('is the same where the compiled loop cannot run, and of no images', async () => {
  const run = normalised([2, 3, 3, 8], true, true);
  same(await withoutLoops(() => on('wasm', run)), await on('cpu', run));
  await sameOnBoth(normalised([0, 3, 3, 8], true, true));
});
