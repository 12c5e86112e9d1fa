import { fused, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, test } from 'vitest';
import { sameOnBoth, values } from '../../test/backends.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

test.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])('with transposeA %s and transposeB %s it agrees with the cpu backend', async (tA, tB) => {
  await sameOnBoth(() => [
    fused.matMul({
      a: made(tA ? [5, 3] : [3, 5], 1),
      b: made(tB ? [4, 5] : [5, 4], 2),
      bias: made([4], 3),
      transposeA: tA,
      transposeB: tB,
      activation: 'relu',
    }),
  ]);
});

function made(shape: number[], seed: number): Tensor {
  return tensor(
    values(
      shape.reduce((p, q) => p * q, 1),
      seed,
    ),
    shape,
  );
}
