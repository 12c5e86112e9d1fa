import {
  type KernelFunc,
  MaxPoolGrad,
  maxPool,
  type NamedAttrMap,
  type Tensor4D,
  tensor4d,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sameOnBoth, values, withoutLoops } from '../../test/backends.ts';
import { convolutions } from '../../test/convolutions.ts';
import { installWasmTraining } from '../install-wasm-training.ts';
import { maxPoolGrad } from './max-pool-grad.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

test.each([
  ['in the compiled loop', (run: () => Promise<void>) => run()],
  ['in JavaScript', withoutLoops],
])(
  'the gradient agrees with the cpu backend %s, ties and overlapping windows included',
  async (_, within) => {
    await fc.assert(
      // Values in steps of 1/8: many windows have their largest value twice.
      fc.asyncProperty(
        convolutions({ depthwise: true }),
        fc.nat(8),
        async ({ x: [batch, height, width, few], filter, strides, pad, seed }, more) => {
          const x: Tensor4D['shape'] = [batch, height, width, few + more];
          // tfjs pools with explicit padding only in whole windows, and not in windows of padding alone.
          fc.pre(typeof pad !== 'object' && !(Number(pad) >= Math.min(filter[0], filter[1])));
          const window: [number, number] = [filter[0], filter[1]];
          fc.pre(window[0] * window[1] > 1); // tfjs 4.0 makes noise of these
          await within(() =>
            sameOnBoth(() => {
              const input = tensor4d(values(size(x), seed), x);
              const pool = (one: Tensor4D) => maxPool(one, window, strides, pad) as Tensor4D;
              const shape = pool(input).shape;
              const dy = tensor4d(values(size(shape), seed + 1), shape);
              const { value, grad } = valueAndGrad(pool as never)(input as never, dy as never);
              return [value, grad];
            }),
          );
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  },
);

test('a backend with another inside gets its own kernel', () => {
  const stock = vi.fn<KernelFunc>();
  const input = { dataId: {}, shape: [1, 2, 2, 1], dtype: 'float32' } as const;
  const call = {
    inputs: { dy: input, input, output: input },
    backend: {},
    attrs: {} as NamedAttrMap,
  };
  maxPoolGrad.make(stock)?.(call as never);
  expect(maxPoolGrad.name).toBe(MaxPoolGrad);
  expect(stock).toHaveBeenCalledWith(call);
});

function size(shape: readonly number[]): number {
  return shape.reduce((p, q) => p * q, 1);
}
