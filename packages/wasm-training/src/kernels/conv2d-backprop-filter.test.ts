import {
  type backend_util,
  Conv2DBackpropFilter,
  conv2d,
  engine,
  grads,
  type NamedAttrMap,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { on, same, sameOnBoth, values } from '../../test/backends.ts';
import { type Convolution, convolutions, tensorsOf } from '../../test/convolutions.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

test('the gradients of a convolution agree with the cpu backend, whatever the shape', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: false }), async (one) => {
      await sameOnBoth(() => gradients(one));
    }),
    { numRuns: 150, seed: 1 },
  );
});

test('the gradients agree with finite differences of the wasm forward pass', async () => {
  await fc.assert(
    fc.asyncProperty(convolutions({ depthwise: false }), fc.nat(1e6), async (one, pick) => {
      fc.pre(!mispadded(one));
      const [dx, dfilter] = await on('wasm', () => gradients(one));
      for (const [name, gradient] of [
        ['x', dx],
        ['filter', dfilter],
      ] as const) {
        const index = pick % (gradient?.values.length ?? 1);
        // A convolution is linear in each argument: a step as large as 1 has no error of its own.
        const difference =
          (await lossAt(one, name, index, 1)) - (await lossAt(one, name, index, 0));
        expect(gradient?.values[index]).toBeCloseTo(difference, 3);
      }
    }),
    { numRuns: 60, seed: 2 },
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

/** The gradients of sum(dy conv2d(x, filter)) by x and by the filter. */
function gradients(one: Convolution): Tensor4D[] {
  const { x, filter, dy } = tensorsOf(one);
  return grads((x, filter) => conv2d(x as Tensor4D, filter as Tensor4D, one.strides, one.pad))(
    [x, filter],
    dy,
  ) as Tensor4D[];
}

/** Where tfjs 4.22's own forward pass on wasm is wrong: 'same' with a filter shorter than its stride. */
function mispadded({ pad, filter, strides }: Convolution): boolean {
  return pad === 'same' && (filter[0] < strides[0] || filter[1] < strides[1]);
}

/** sum(dy conv2d(x, filter)), summed in float64, with one value of x or of the filter moved. */
async function lossAt(one: Convolution, name: 'x' | 'filter', index: number, step: number) {
  const [y, dy] = await on('wasm', () => {
    const { x, filter, dy } = tensorsOf(one);
    const shape = one[name];
    const size = shape.reduce((p, q) => p * q, 1);
    const data = values(size, one.seed + (name === 'x' ? 1 : 2));
    data[index] = (data[index] as number) + step;
    const moved = tensor4d(data, shape);
    const pair = name === 'x' ? ([moved, filter] as const) : ([x, moved] as const);
    return [conv2d(pair[0], pair[1], one.strides, one.pad), dy];
  });
  return Array.from(y?.values ?? []).reduce((sum, v, i) => sum + v * (dy?.values[i] ?? 0), 0);
}
