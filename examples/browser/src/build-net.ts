import { initializers, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';

/** A small convolutional net with one logit a class; the same weights every time. */
export function buildNet(): Sequential {
  const weights = (seed: number) => ({
    kernelInitializer: initializers.varianceScaling({
      scale: 1 / 3,
      mode: 'fanIn',
      distribution: 'uniform',
      seed,
    }),
  });
  const convolution = { strides: 2, activation: 'relu' } as const;
  return sequential({
    layers: [
      layers.conv2d({
        ...convolution,
        ...weights(1),
        inputShape: [32, 32, 1],
        filters: 8,
        kernelSize: 5,
      }),
      layers.conv2d({ ...convolution, ...weights(2), filters: 16, kernelSize: 3 }),
      layers.flatten(),
      layers.dense({ ...weights(3), units: 64, activation: 'relu' }),
      layers.dense({ ...weights(4), units: 3 }),
    ],
  });
}
