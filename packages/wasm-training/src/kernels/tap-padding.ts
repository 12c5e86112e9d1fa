import type { backend_util } from '@tensorflow/tfjs-core';

/**
 * The padding under which a filter's gradient is a convolution of the input by the output's gradient.
 *
 * As the forward pass padded above and to the left; below and to the right only as far as the last
 * tap reaches, for what lies beyond never met the filter.
 */
export function tapPadding(
  { inHeight, inWidth, filterHeight, filterWidth, ...info }: backend_util.Conv2DInfo,
  outHeight: number,
  outWidth: number,
): backend_util.ExplicitPadding {
  const { top, left } = info.padInfo;
  const reachHeight = (outHeight - 1) * info.strideHeight + filterHeight;
  const reachWidth = (outWidth - 1) * info.strideWidth + filterWidth;
  return [
    [0, 0],
    [top, Math.max(0, reachHeight - top - inHeight)],
    [left, Math.max(0, reachWidth - left - inWidth)],
    [0, 0],
  ];
}
