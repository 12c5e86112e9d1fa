import {
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  depthwiseConv2d,
  engine,
  type NamedAttrMap,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { on, sameOnBoth, values } from '../../test/backends.ts';
import { convolutions, gradients, gradientsAreDifferences } from '../../test/convolutions.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

test('the gradients of a depthwise convolution agree with the cpu backend, whatever the shape', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: true }), async (one) => {
      await sameOnBoth(() => gradients(depthwiseConv2d, one));
    }),
    { numRuns: 150, seed: 1 },
  );
});

test('the gradients agree with finite differences of the forward pass', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: true }), fc.nat(1e6), async (one, pick) => {
      await gradientsAreDifferences(depthwiseConv2d, one, pick);
    }),
    { numRuns: 40, seed: 2 },
  );
});

test('a batch of no images has gradients without values, or of zeros', async () => {
  const none = tensor4dOf([0, 4, 4, 2]);
  const attrs = { strides: 1, pad: 'same', dilations: 1 };
  const results = await on('wasm', () => [
    engine().runKernel(DepthwiseConv2dNativeBackpropFilter, { x: none(), dy: none() }, {
      ...attrs,
      filterShape: [3, 3, 2, 1],
    } as unknown as NamedAttrMap) as Tensor4D,
    engine().runKernel(
      DepthwiseConv2dNativeBackpropInput,
      { dy: none(), filter: tensor4d(values(18, 1), [3, 3, 2, 1]) },
      { ...attrs, inputShape: [0, 4, 4, 2] } as unknown as NamedAttrMap,
    ) as Tensor4D,
  ]);
  expect(results[0]).toMatchObject({ shape: [3, 3, 2, 1], values: new Float32Array(18) });
  expect(results[1]).toMatchObject({ shape: [0, 4, 4, 2], values: new Float32Array(0) });
});

function tensor4dOf(shape: [number, number, number, number]): () => Tensor4D {
  return () => tensor4d([], shape);
}
