import {
  backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  depthwiseConv2d,
  reshape,
  slice,
  sum,
  type Tensor4D,
  tidy,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import { missing, type TrainingKernel } from '../training-kernel.ts';
import { tapPadding } from './tap-padding.ts';

/**
 * The gradient of a depthwise convolution by its filter,
 *
 *     dw[i, j, c, m] = sum over n, h, w of x[n, h s + i - p, w s + j - p, c] dy[n, h, w, c M + m].
 *
 * The sum over h and w is a depthwise convolution of one image, whose channels are the pairs (n, c),
 * by dy as the filter with its taps the stride s apart; the sum over n follows.
 */
export const depthwiseBackpropFilter: TrainingKernel = missing(
  DepthwiseConv2dNativeBackpropFilter,
  ({ inputs, attrs }) => {
    const x = inputs.x as Tensor4D;
    const dy = inputs.dy as Tensor4D;
    const { strides, dilations, pad, dimRoundingMode, filterShape } =
      attrs as unknown as DepthwiseConv2dNativeBackpropFilterAttrs;
    if (x.size === 0 || dy.size === 0) return zeros(filterShape);
    const info = backend_util.computeConv2DInfo(
      x.shape,
      filterShape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      true,
    );
    const [batch, inHeight, inWidth, inChannels] = x.shape;
    const [, outHeight, outWidth, outChannels] = dy.shape;
    const [filterHeight, filterWidth, , multiplier] = filterShape;
    return tidy(() => {
      const image: Tensor4D = reshape(transpose(x, [1, 2, 0, 3]), [
        1,
        inHeight,
        inWidth,
        batch * inChannels,
      ]);
      const taps: Tensor4D = reshape(transpose(dy, [1, 2, 0, 3]), [
        outHeight,
        outWidth,
        batch * inChannels,
        multiplier,
      ]);
      const padding = tapPadding(info, outHeight, outWidth);
      const { strideHeight, strideWidth } = info;
      const gradients = depthwiseConv2d(image, taps, 1, padding, 'NHWC', [
        strideHeight,
        strideWidth,
      ]);
      const cropped = slice(
        gradients,
        [0, 0, 0, 0],
        [1, filterHeight, filterWidth, batch * outChannels],
      );
      const each = reshape(cropped, [filterHeight * filterWidth, batch, outChannels]);
      return reshape(sum(each, 1), filterShape);
    });
  },
);
