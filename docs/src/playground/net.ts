import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';

/**
 * The small convolutional net that `gradus run` trains, from the same initial weights: 8 filters of 5x5 and 16
 * of 3x3, both with stride 2, then 64 units, and logits out.
 */
export function net(
  inputShape: number[],
  classes: number,
  { random }: { random: () => number },
): LayersModel {
  const kernelInitializer = () =>
    initializers.varianceScaling({
      scale: 1 / 3,
      mode: 'fanIn',
      distribution: 'uniform',
      seed: 1 + Math.floor(random() * 0x7fff_fffe),
    });
  const convolution = (filters: number, kernelSize: number) => ({
    filters,
    kernelSize,
    strides: 2,
    activation: 'relu' as const,
    kernelInitializer: kernelInitializer(),
  });
  const model = sequential();
  model.add(layers.conv2d({ ...convolution(8, 5), inputShape }));
  model.add(layers.conv2d(convolution(16, 3)));
  model.add(layers.flatten());
  model.add(
    layers.dense({ units: 64, activation: 'relu', kernelInitializer: kernelInitializer() }),
  );
  model.add(layers.dense({ units: classes, kernelInitializer: kernelInitializer() }));
  return model;
}
