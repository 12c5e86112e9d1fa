import {
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  conv2d,
  getKernel,
  pad,
  registerKernel,
  slice,
  type Tensor4D,
  tidy,
  transpose,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

/**
 * Gives stock wasm the one kernel without which it cannot train a convolutional net, of tfjs's own operations and no
 * quicker than they are: what one would write who knew of nothing better. The filter gradient is the convolution of x
 * by dy, channels and batch exchanged, the taps a stride apart.
 *
 * @returns Takes it out again.
 */
export function composeFilterGradient(): () => void {
  if (getKernel(Conv2DBackpropFilter, 'wasm') != null) return () => {};
  registerKernel({
    kernelName: Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const [x, dy] = [inputs.x, inputs.dy] as [Tensor4D, Tensor4D];
      const { strides, pad: padding, filterShape } = attrs as unknown as Conv2DBackpropFilterAttrs;
      const { padInfo, strideHeight, strideWidth } = backend_util.computeConv2DInfo(
        x.shape,
        filterShape,
        strides,
        1,
        padding,
      );
      const { top, bottom, left, right } = padInfo;
      const [height, width, inChannels, outChannels] = filterShape;
      return tidy(() => {
        const padded = pad(x, [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ]);
        const images: Tensor4D = transpose(padded, [3, 1, 2, 0]);
        const taps: Tensor4D = transpose(dy, [1, 2, 0, 3]);
        const whole = conv2d(images, taps, 1, 'valid', 'NHWC', [strideHeight, strideWidth]);
        const gradient = slice(whole, [0, 0, 0, 0], [inChannels, height, width, outChannels]);
        return transpose(gradient, [1, 2, 0, 3]);
      });
    },
  });
  return () => unregisterKernel(Conv2DBackpropFilter, 'wasm');
}
