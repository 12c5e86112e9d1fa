import {
  backend_util,
  concat,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  depthwiseConv2d,
  reshape,
  reverse,
  slice,
  sum,
  type Tensor,
  type Tensor4D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { missing, type TrainingKernel } from '../training-kernel.ts';

/**
 * The gradient of a depthwise convolution by its input,
 *
 *     dx[n, q, r, c] = sum over i, j, m of d[n, q + p - i, r + p - j, c M + m] w[i, j, c, m],
 *
 * where d is dy with s - 1 zeros after each row and column: a depthwise convolution of d by the
 * filter turned round, channel by channel, then summed over the M channels that came from one.
 */
export const depthwiseBackpropInput: TrainingKernel = missing(
  DepthwiseConv2dNativeBackpropInput,
  ({ inputs, attrs }) => {
    const dy = inputs.dy as Tensor4D;
    const filter = inputs.filter as Tensor4D;
    const { strides, dilations, pad, dimRoundingMode, inputShape } =
      attrs as unknown as DepthwiseConv2dNativeBackpropInputAttrs;
    if (dy.size === 0) return zeros(inputShape);
    const { strideHeight, strideWidth, padInfo } = backend_util.computeConv2DInfo(
      inputShape,
      filter.shape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      true,
    );
    const [batch, inHeight, inWidth, inChannels] = inputShape;
    const [filterHeight, filterWidth, , multiplier] = filter.shape;
    const rows = placement(inHeight, dy.shape[1] * strideHeight, filterHeight, padInfo.top);
    const columns = placement(inWidth, dy.shape[2] * strideWidth, filterWidth, padInfo.left);
    return tidy(() => {
      const turned: Tensor4D = reshape(reverse(filter, [0, 1]), [
        filterHeight,
        filterWidth,
        inChannels * multiplier,
        1,
      ]);
      const padding: backend_util.ExplicitPadding = [[0, 0], rows.pad, columns.pad, [0, 0]];
      const spread = spreadOut(dy, strideHeight, strideWidth);
      const all = depthwiseConv2d(spread, turned, 1, padding);
      const dx = slice(
        all,
        [0, rows.first, columns.first, 0],
        [batch, inHeight, inWidth, inChannels * multiplier],
      );
      if (multiplier === 1) return dx;
      return sum(reshape(dx, [...inputShape, multiplier]), -1);
    });
  },
);

/** Where dx lies in the convolution along one axis; it needs no negative padding, but may be cropped. */
function placement(inSize: number, spreadSize: number, filterSize: number, pad: number) {
  const before = filterSize - 1 - pad;
  const after = inSize - spreadSize + pad;
  const padding: [number, number] = [Math.max(0, before), Math.max(0, after)];
  return { pad: padding, first: Math.max(0, -before) };
}

/** Puts zeros after each row and column of images, so that each starts a block of the given size. */
function spreadOut(images: Tensor4D, height: number, width: number): Tensor4D {
  const [batch, rows, columns, channels] = images.shape;
  const wide = followedByZeros(reshape(images, [batch * rows * columns, channels]), width);
  const high = followedByZeros(reshape(wide, [batch * rows, columns * width * channels]), height);
  return reshape(high, [batch, rows * height, columns * width, channels]);
}

/** Rows made `times` as long with zeros. */
function followedByZeros(rows: Tensor, times: number): Tensor {
  if (times === 1) return rows;
  const [count, length] = rows.shape as [number, number];
  return concat([rows, zeros([count, (times - 1) * length])], 1);
}
