import {
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  conv2d,
  reshape,
  slice,
  type Tensor4D,
  type TensorInfo,
  tidy,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import { simdLoops } from '../simd/simd-loops.ts';
import { missing, type TrainingKernel } from '../training-kernel.ts';
import { heapAddress, isWasmBackend } from '../wasm-heap.ts';
import { tapPadding } from './tap-padding.ts';

/**
 * The gradient of a convolution by its filter,
 *
 *     dw[i, j, c, o] = sum over n, h, w of x[n, h s + i - p, w s + j - p, c] dy[n, h, w, o],
 *
 * which is itself a convolution: of x with its channels as the batch and its batch as the channels,
 * by dy as the filter, whose taps lie the forward pass's stride s apart (a dilation of s). The backend's own packs its
 * filter and looks up its taps anew for each dy, which takes longer than the sums: a SIMD loop makes them in the same
 * order where it can run.
 */
export const conv2dBackpropFilter: TrainingKernel = missing(
  Conv2DBackpropFilter,
  ({ inputs, attrs, backend }) => {
    const x = inputs.x as Tensor4D;
    const dy = inputs.dy as Tensor4D;
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } =
      attrs as unknown as Conv2DBackpropFilterAttrs;
    if (x.size === 0 || dy.size === 0) return zeros(filterShape);
    const channelsLast = dataFormat === 'NHWC';
    const info = backend_util.computeConv2DInfo(
      x.shape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
      false,
      backend_util.convertConv2DDataFormat(dataFormat),
    );
    const looped = channelsLast ? byLoop(backend, x, dy, info) : undefined;
    if (looped !== undefined) return looped;
    const [filterHeight, filterWidth, inChannels, outChannels] = filterShape;
    return tidy(() => {
      const images = channelsLast ? channelsFirstBatchLast(x) : transpose(x, [1, 2, 3, 0]);
      const taps: Tensor4D = transpose(dy, channelsLast ? [1, 2, 0, 3] : [2, 3, 0, 1]);
      const padding = tapPadding(info, taps.shape[0], taps.shape[1]);
      const { strideHeight, strideWidth } = info;
      const gradient = conv2d(images, taps, 1, padding, 'NHWC', [strideHeight, strideWidth]);
      const whole = gradient.shape[1] === filterHeight && gradient.shape[2] === filterWidth;
      const cropped = whole
        ? gradient
        : slice(gradient, [0, 0, 0, 0], [inChannels, filterHeight, filterWidth, outChannels]);
      return transpose(cropped, [1, 2, 0, 3]);
    });
  },
);

/** `[n, h, w, c]` to `[c, h, w, n]`, in two steps that both move their memory in longer pieces. */
function channelsFirstBatchLast(x: Tensor4D): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const batchLast = transpose(reshape(x, [batch, height * width * channels]));
  const pixels = reshape(batchLast, [height * width, channels, batch]);
  return reshape(transpose(pixels, [1, 0, 2]), [channels, height, width, batch]);
}

/** The gradient by the compiled loop; `undefined` where that cannot run. */
function byLoop(
  backend: unknown,
  x: TensorInfo,
  dy: TensorInfo,
  info: backend_util.Conv2DInfo,
): TensorInfo | undefined {
  const loops = simdLoops(backend);
  if (loops === undefined || !isWasmBackend(backend)) return undefined;
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const height = (outHeight - 1) * strideHeight + filterHeight;
  const width = (outWidth - 1) * strideWidth + filterWidth;
  const taps = filterHeight * filterWidth * inChannels;
  const dw = backend.makeOutput(info.filterShape, 'float32');
  const room = [
    [height, width, inChannels, batchSize],
    [outWidth, batchSize, 8],
    [Math.ceil(outChannels / 8), 4 * Math.ceil(taps / 4), 8],
  ].map((shape) => backend.makeOutput(shape, 'float32'));
  loops.convolutionFilterGradient(
    ...[x, dy, dw, ...room].map((one) => heapAddress(backend, one)),
    ...[batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels],
    ...[filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left],
  );
  for (const { dataId } of room) backend.disposeData(dataId);
  return dw;
}
