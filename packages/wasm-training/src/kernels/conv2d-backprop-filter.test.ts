import {
  type backend_util,
  Conv2DBackpropFilter,
  conv2d,
  engine,
  mul,
  type NamedAttrMap,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { on, same, sameOnBoth, values, withoutLoops } from '../../test/backends.ts';
import {
  type Convolution,
  convolutions,
  gradients,
  gradientsAreDifferences,
  tensorsOf,
} from '../../test/convolutions.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

test('the gradients of a convolution agree with the cpu backend, whatever the shape', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: false }), async (one) => {
      await sameOnBoth(() => gradients(conv2d, one));
    }),
    { numRuns: 150, seed: 1 },
  );
});

test('the gradients agree with finite differences of the forward pass', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: false }), fc.nat(1e6), async (one, pick) => {
      await gradientsAreDifferences(conv2d, one, pick);
    }),
    { numRuns: 60, seed: 2 },
  );
});

test('the compiled loop adds up in the order of the convolution: to the same bits', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: false }), async (one) => {
      const looped = await on('wasm', () => gradientOfThirds(one));
      const convolved = await withoutLoops(() => on('wasm', () => gradientOfThirds(one)));
      expect(looped).toEqual(convolved);
    }),
    { numRuns: 150, seed: 4 },
  );
});

test('a kernel call with channels first agrees with the cpu backend', async () => {
  const attrs = { strides: [2, 1], pad: 'same', dataFormat: 'NCHW', filterShape: [3, 2, 2, 3] };
  await sameOnBoth(() => [
    engine().runKernel(
      Conv2DBackpropFilter,
      {
        x: tensor4d(values(2 * 2 * 5 * 6, 1), [2, 2, 5, 6]),
        dy: tensor4d(values(2 * 3 * 3 * 6, 2), [2, 3, 3, 6]),
      },
      attrs as unknown as NamedAttrMap,
    ) as Tensor4D,
  ]);
});

test('a batch of no images has a gradient of zeros', async () => {
  const pad: backend_util.ExplicitPadding = [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ];
  const attrs = { strides: 1, pad, dataFormat: 'NHWC', filterShape: [3, 3, 2, 3] };
  const results = await on('wasm', () => [
    engine().runKernel(
      Conv2DBackpropFilter,
      { x: tensor4d([], [0, 4, 4, 2]), dy: tensor4d([], [0, 4, 4, 3]) },
      attrs as unknown as NamedAttrMap,
    ) as Tensor4D,
  ]);
  same(results, [{ shape: [3, 3, 2, 3], dtype: 'float32', values: new Float32Array(54) }]);
});

/** The gradient from values whose sums are rounded, and so depend on their order. */
function gradientOfThirds(one: Convolution): Tensor4D[] {
  const { x, dy } = tensorsOf(one);
  const inputs = { x: mul(x, 1 / 3), dy: mul(dy, 1 / 7) };
  const { strides, pad, filter: filterShape } = one;
  const attrs = { strides, pad, dataFormat: 'NHWC', filterShape };
  return [
    engine().runKernel(Conv2DBackpropFilter, inputs, attrs as unknown as NamedAttrMap),
  ] as Tensor4D[];
}
