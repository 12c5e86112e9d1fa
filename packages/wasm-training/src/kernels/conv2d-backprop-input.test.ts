import {
  Conv2DBackpropInput,
  engine,
  type NamedAttrMap,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { on, same, sameOnBoth, withoutLoops } from '../../test/backends.ts';
import { type Convolution, convolutions, tensorsOf } from '../../test/convolutions.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

const dataFormat = 'NHWC';

test('the gradient agrees with the cpu backend, whatever the shape', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: false }), async (one) => {
      const expected = await on('cpu', () => gradient(one));
      same(await on('wasm', () => gradient(one)), expected);
    }),
    { numRuns: 150, seed: 3 },
  );
});

test('a strided gradient is the same where the compiled loop cannot run', async () => {
  const one: Convolution = {
    x: [2, 9, 7, 8],
    filter: [3, 3, 8, 5],
    dy: [2, 5, 4, 5],
    strides: [2, 2],
    pad: 'same',
    seed: 2,
  };
  const expected = await on('cpu', () => gradient(one));
  same(await on('wasm', () => gradient(one)), expected);
  await withoutLoops(async () => same(await on('wasm', () => gradient(one)), expected));
});

test('strides larger than the filter leave zeros between', async () => {
  const one: Convolution = {
    x: [2, 9, 7, 2],
    filter: [1, 2, 2, 3],
    dy: [2, 3, 2, 3],
    strides: [3, 4],
    pad: 'same',
    seed: 1,
  };
  await sameOnBoth(() => gradient(one));
});

test('padding beyond the filter falls back to the stock kernel', async () => {
  const one: Convolution = {
    x: [1, 4, 4, 1],
    filter: [1, 1, 1, 2],
    dy: [1, 8, 8, 2],
    strides: [1, 1],
    pad: 2,
    seed: 4,
  };
  await sameOnBoth(() => gradient(one));
});

function gradient(one: Convolution): Tensor4D[] {
  const { dy, filter } = tensorsOf(one);
  const attrs = { strides: one.strides, pad: one.pad, dataFormat, inputShape: one.x };
  return [
    engine().runKernel(
      Conv2DBackpropInput,
      { dy, filter },
      attrs as unknown as NamedAttrMap,
    ) as Tensor4D,
  ];
}
