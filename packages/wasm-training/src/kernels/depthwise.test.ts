import {
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  depthwiseConv2d,
  engine,
  grads,
  type NamedAttrMap,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { on, sameOnBoth, values } from '../../test/backends.ts';
import { type Convolution, convolutions, tensorsOf } from '../../test/convolutions.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

test('the gradients of a depthwise convolution agree with the cpu backend, whatever the shape', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: true }), async (one) => {
      await sameOnBoth(() => gradients(one));
    }),
    { numRuns: 150, seed: 1 },
  );
});

test('the gradients agree with finite differences of the cpu forward pass', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: true }), fc.nat(1e6), async (one, pick) => {
      const [dx, dfilter] = await on('wasm', () => gradients(one));
      for (const [name, gradient] of [
        ['x', dx],
        ['filter', dfilter],
      ] as const) {
        const index = pick % (gradient?.values.length ?? 1);
        const difference =
          (await lossAt(one, name, index, 1)) - (await lossAt(one, name, index, 0));
        expect(gradient?.values[index]).toBeCloseTo(difference, 3);
      }
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

function gradients(one: Convolution): Tensor4D[] {
  const { x, filter, dy } = tensorsOf(one);
  return grads((x, filter) =>
    depthwiseConv2d(x as Tensor4D, filter as Tensor4D, one.strides, one.pad),
  )([x, filter], dy) as Tensor4D[];
}

/** sum(dy depthwiseConv2d(x, filter)), with one value of x or of the filter moved. */
async function lossAt(one: Convolution, name: 'x' | 'filter', index: number, step: number) {
  const [y, dy] = await on('cpu', () => {
    const { x, filter, dy } = tensorsOf(one);
    const shape = one[name];
    const data = values(
      shape.reduce((p, q) => p * q, 1),
      one.seed + (name === 'x' ? 1 : 2),
    );
    data[index] = (data[index] as number) + step;
    const moved = tensor4d(data, shape);
    const pair = name === 'x' ? ([moved, filter] as const) : ([x, moved] as const);
    return [depthwiseConv2d(pair[0], pair[1], one.strides, one.pad), dy];
  });
  return Array.from(y?.values ?? []).reduce((sum, v, i) => sum + v * (dy?.values[i] ?? 0), 0);
}
