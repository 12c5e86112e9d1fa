import {
  backend_util,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { simdLoops } from '../simd/simd-loops.ts';
import type { TrainingKernel } from '../training-kernel.ts';
import { heapAddress, heapValues, isWasmBackend } from '../wasm-heap.ts';

/**
 * The gradient of max-pooling: each window hands its gradient to the first of its largest values.
 *
 * The stock kernel, where there is one (not in tfjs 4.0), asks of every input which windows it might
 * have won. Here each window is visited once, by a SIMD loop of our own, or one in JavaScript where that
 * cannot run, which is still quicker than the stock one.
 */
export const maxPoolGrad: TrainingKernel = {
  name: MaxPoolGrad,
  make:
    (stock = refuse) =>
    (args) => {
      const { inputs, backend, attrs } = args;
      const { dy, input, output } = inputs as Record<'dy' | 'input' | 'output', TensorInfo>;
      if (!isWasmBackend(backend) || input.dtype !== 'float32' || dy.dtype !== 'float32') {
        return stock(args);
      }
      const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as MaxPoolGradAttrs;
      const info = backend_util.computePool2DInfo(
        input.shape as [number, number, number, number],
        filterSize,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const out = backend.makeOutput(input.shape, 'float32'); // before the views: it may move the memory
      const loops = simdLoops(backend);
      if (loops !== undefined) {
        const [x, y, given, dx] = [input, output, dy, out].map((one) => heapAddress(backend, one));
        loops.maxPoolGrad(x as number, y as number, given as number, dx as number, ...sizes(info));
        return out;
      }
      const dx = heapValues(backend, out).fill(0);
      handOut(
        info,
        heapValues(backend, input),
        heapValues(backend, output),
        heapValues(backend, dy),
        dx,
      );
      return out;
    },
};

function refuse(): never {
  throw new Error('MaxPoolGrad: neither this backend nor @gradus/wasm-training has the kernel');
}

/** What the compiled loop asks for, in its order. */
function sizes(info: backend_util.Conv2DInfo): number[] {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  return [
    ...[batchSize, inHeight, inWidth, inChannels, outHeight, outWidth],
    ...[filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left],
  ];
}

/** Adds each window's gradient to dx at the first value of x that equals the window's output y. */
function handOut(
  info: backend_util.Conv2DInfo,
  x: Float32Array,
  y: Float32Array,
  dy: Float32Array,
  dx: Float32Array,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  let window = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let row = 0; row < outHeight; row++) {
      const above = row * info.strideHeight - info.padInfo.top;
      const top = Math.max(0, above);
      const bottom = Math.min(inHeight, above + info.filterHeight);
      for (let column = 0; column < outWidth; column++) {
        const before = column * info.strideWidth - info.padInfo.left;
        const left = Math.max(0, before);
        const right = Math.min(inWidth, before + info.filterWidth);
        for (let channel = 0; channel < inChannels; channel++, window++) {
          const largest = y[window] as number;
          search: for (let i = top; i < bottom; i++) {
            const line = (n * inHeight + i) * inWidth;
            for (let j = left; j < right; j++) {
              const at = (line + j) * inChannels + channel;
              if (x[at] === largest) {
                dx[at] = (dx[at] as number) + (dy[window] as number);
                break search;
              }
            }
          }
        }
      }
    }
  }
}
