import {
  backend_util,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  conv2d,
  pad as padWithZeros,
  reshape,
  reverse,
  slice,
  type Tensor4D,
  type TensorInfo,
  Transpose,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { callKernel } from '../call-kernel.ts';
import { simdLoops } from '../simd/simd-loops.ts';
import { quicker, type TrainingKernel } from '../training-kernel.ts';
import { heapAddress, isWasmBackend } from '../wasm-heap.ts';

/**
 * The gradient of a convolution by its input, which tfjs also uses for `conv2dTranspose`.
 *
 * Row q of the input met the filter rows i with h s + i - p = q. Writing q = a s + r with 0 <= r < s
 * leaves the filter rows i = t s + r + p with t = a - h, so
 *
 *     dx[a s + r] = sum over t of dy[a - t] w[t s + r + p]
 *
 * (and columns alike): for each of the s x s phases r a convolution of dy with every s-th row and
 * column of the filter, at stride 1. One convolution makes all phases, as channels of one image,
 * which are then laid side by side. The stock kernel is a scalar loop, 5 to 10 times slower.
 *
 * With a stride the phases waste taps: there a SIMD loop over dy is quicker still, where it fills its vectors.
 */
export const conv2dBackpropInput: TrainingKernel = quicker(
  Conv2DBackpropInput,
  (stock) => (args) => {
    const dy = args.inputs.dy as Tensor4D;
    const filter = args.inputs.filter as Tensor4D;
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } =
      args.attrs as unknown as Conv2DBackpropInputAttrs;
    if (dataFormat !== 'NHWC') return stock(args);
    const [batch, inHeight, inWidth, inChannels] = inputShape;
    const [, outHeight, outWidth, outChannels] = dy.shape;
    const [filterHeight, filterWidth] = filter.shape;
    const info = backend_util.computeConv2DInfo(
      inputShape,
      filter.shape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { strideHeight, strideWidth, padInfo } = info;
    const strided = strideHeight * strideWidth > 1;
    const looped =
      strided && inChannels % 4 === 0 ? byLoop(args.backend, filter, dy, info) : undefined;
    if (looped !== undefined) return looped;
    const rows = phases(inHeight, outHeight, filterHeight, strideHeight, padInfo.top);
    const columns = phases(inWidth, outWidth, filterWidth, strideWidth, padInfo.left);
    // A filter padded by more than its own size: let the stock kernel see to it.
    if (Math.min(rows.before, rows.after, columns.before, columns.after) < 0) return stock(args);
    return tidy(() => {
      const padded = padWithZeros(filter, [rows.filterPad, columns.filterPad, [0, 0], [0, 0]]);
      const taps = reverse(
        reshape(padded, [
          rows.taps,
          strideHeight,
          columns.taps,
          strideWidth * inChannels * outChannels,
        ]),
        [0, 2],
      );
      const kernel = reshape(
        transpose(
          reshape(taps, [
            rows.taps,
            strideHeight,
            columns.taps,
            strideWidth * inChannels,
            outChannels,
          ]),
          [0, 2, 4, 1, 3],
        ),
        [rows.taps, columns.taps, outChannels, strideHeight * strideWidth * inChannels],
      ) as Tensor4D;
      const all = conv2d(dy, kernel, 1, [
        [0, 0],
        [rows.before, rows.after],
        [columns.before, columns.after],
        [0, 0],
      ]);
      const sideBySide = transpose(
        reshape(all, [batch * rows.count, columns.count, strideHeight, strideWidth * inChannels]),
        [0, 2, 1, 3],
      );
      const dx = reshape(sideBySide, [
        batch,
        rows.count * strideHeight,
        columns.count * strideWidth,
        inChannels,
      ]);
      const whole = dx.shape[1] === inHeight && dx.shape[2] === inWidth;
      return whole ? dx : slice(dx, [0, 0, 0, 0], inputShape);
    });
  },
);

/** The gradient by the compiled loop; `undefined` where that cannot run. */
function byLoop(
  backend: unknown,
  filter: TensorInfo,
  dy: TensorInfo,
  info: backend_util.Conv2DInfo,
): TensorInfo | undefined {
  const loops = simdLoops(backend);
  if (loops === undefined || !isWasmBackend(backend)) return undefined;
  const turned = callKernel(backend, Transpose, filter, { perm: [0, 1, 3, 2] });
  const dx = backend.makeOutput(info.inShape, 'float32');
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  loops.convolutionInputGradient(
    ...[turned, dy, dx].map((one) => heapAddress(backend, one)),
    ...[batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels],
    ...[filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left],
  );
  backend.disposeData(turned.dataId);
  return dx;
}

/** How one axis falls into phases. */
interface Phases {
  /** Outputs per phase. */
  count: number;
  /** Filter taps per phase. */
  taps: number;
  /** Zeros before and after the filter that make it a whole number of taps. */
  filterPad: [number, number];
  /** Zeros before and after dy. */
  before: number;
  after: number;
}

function phases(
  inSize: number,
  outSize: number,
  filterSize: number,
  stride: number,
  pad: number,
): Phases {
  const count = Math.ceil(inSize / stride);
  const first = -Math.ceil(pad / stride); // the least t with a tap in some phase
  const last = Math.floor((filterSize - 1 - pad) / stride); // and the greatest
  const taps = last - first + 1;
  const front = -first * stride - pad;
  return {
    count,
    taps,
    filterPad: [front, taps * stride - filterSize - front],
    before: last,
    after: count - first - outSize,
  };
}
