import {
  avgPool,
  type KernelBackend,
  mul,
  reshape,
  Sum,
  type SumAttrs,
  type Tensor,
  type Tensor4D,
  tidy,
  util,
} from '@tensorflow/tfjs-core';
import { quicker, type TrainingKernel } from '../training-kernel.ts';
import { heapValues, isWasmBackend } from '../wasm-heap.ts';

/**
 * Sums over the leading axes, as the gradient of a bias is: `[n, h, w, channels]` to `[channels]`.
 *
 * The stock kernel transposes the whole tensor first. Seen as an image of n h w rows and one column,
 * the mean of each channel is one average pooling, which has SIMD code; the sum is count x mean.
 * Pooling turns NaN into -Infinity, so a sum that is not finite is left to the stock kernel.
 */
export const sum: TrainingKernel = quicker(Sum, (stock) => (args) => {
  const x = args.inputs.x as Tensor;
  const backend = args.backend as KernelBackend;
  const { axis, keepDims } = args.attrs as unknown as SumAttrs;
  const axes = [...util.parseAxisParam(axis, x.shape)].sort((p, q) => p - q);
  const kept = x.shape.slice(axes.length);
  const width = util.sizeFromShape(kept);
  const count = x.size / width;
  const leading = axes.every((one, i) => one === i);
  const suited = leading && x.dtype === 'float32' && width > 1 && count > 1;
  if (!suited || !isWasmBackend(backend)) return stock(args);
  const total = tidy(() => {
    const image: Tensor4D = reshape(x, [1, count, 1, width]);
    const sums = mul(avgPool(image, [count, 1], 1, 'valid'), count);
    return reshape(sums, keepDims ? [...axes.map(() => 1), ...kept] : kept);
  });
  if (heapValues(backend, total).every(Number.isFinite)) return total;
  total.dispose();
  return stock(args);
});
