import {
  AvgPool,
  type KernelFunc,
  Mean,
  Sum,
  type SumAttrs,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { callKernel, viewed } from '../call-kernel.ts';
import { quicker, type TrainingKernel } from '../training-kernel.ts';
import { heapValues, isWasmBackend } from '../wasm-heap.ts';

/** Sums over the leading axes, as the gradient of a bias is: `[n, h, w, channels]` to `[channels]`. */
export const sum: TrainingKernel = quicker(Sum, (stock) =>
  overLeadingAxes(stock, (count) => count),
);

/** Means over the leading axes, as those of each channel in batch normalisation. */
export const mean: TrainingKernel = quicker(Mean, (stock) => overLeadingAxes(stock, () => 1));

/**
 * The stock kernels transpose the whole tensor first. Seen as an image of n h w rows and one column,
 * the mean of each channel is one average pooling, which has SIMD code; the sum is count x mean.
 * Pooling turns NaN into -Infinity, so a result that is not finite is left to the stock kernel.
 */
function overLeadingAxes(stock: KernelFunc, timesOf: (count: number) => number): KernelFunc {
  return (args) => {
    const x = args.inputs.x as TensorInfo;
    const { backend } = args;
    const { axis, keepDims } = args.attrs as unknown as SumAttrs;
    const axes = [...util.parseAxisParam(axis, x.shape)].sort((p, q) => p - q);
    const kept = x.shape.slice(axes.length);
    const width = util.sizeFromShape(kept);
    const count = util.sizeFromShape(x.shape) / width;
    const leading = axes.every((one, i) => one === i);
    const suited = leading && x.dtype === 'float32' && width > 1 && count > 1;
    if (!suited || !isWasmBackend(backend)) return stock(args);
    const image = viewed(x, [1, count, 1, width]);
    const pooling = { filterSize: [count, 1], strides: 1, pad: 'valid' };
    const pooled = callKernel(backend, AvgPool, image, pooling);
    const values = heapValues(backend, pooled);
    const times = Math.fround(timesOf(count));
    for (let i = 0; i < width; i++) values[i] = (values[i] as number) * times;
    if (values.every(Number.isFinite)) {
      return viewed(pooled, keepDims ? [...axes.map(() => 1), ...kept] : kept);
    }
    backend.disposeData(pooled.dataId);
    return stock(args);
  };
}
