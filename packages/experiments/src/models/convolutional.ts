import {
  initializers,
  type LayersModel,
  layers,
  type Sequential,
  sequential,
} from '@tensorflow/tfjs-layers';
import { dropout } from './dropout.ts';

/** What a net is built from. */
export interface ModelOptions {
  /** [height, width, channels]. */
  inputShape: number[];
  classes: number;
  /** Draws the initial weights and, in nets that have it, the dropout masks. */
  random: () => number;
}

/**
 * The small convolutional net: 8 filters of 5x5 with stride 2, 16 of 3x3 with stride 2, 64 units, logits out.
 * Every layer but the last is followed by a rectifier. Weights start uniform in +-1/sqrt(inputs of the unit), biases
 * at 0: PyTorch's default but for the biases, and steady at the learning rates used here, where He's is not.
 * On 32x32x1 inputs and 3 classes it has 38,499 parameters.
 */
export function convolutional(options: ModelOptions): LayersModel {
  return build(options, []);
}

/** The same net with dropout of a half before its two dense layers, for Monte Carlo dropout. */
export function convolutionalDropout(options: ModelOptions): LayersModel {
  return build(options, [0.5, 0.5]);
}

function build({ inputShape, classes, random }: ModelOptions, rates: number[]): Sequential {
  const initial = () =>
    initializers.varianceScaling({
      scale: 1 / 3,
      mode: 'fanIn',
      distribution: 'uniform',
      seed: 1 + Math.floor(random() * 0x7fff_fffe),
    });
  const model = sequential();
  const convolution = (filters: number, kernelSize: number) => ({
    filters,
    kernelSize,
    strides: 2,
    padding: 'valid' as const,
    activation: 'relu' as const,
    kernelInitializer: initial(),
  });
  model.add(layers.conv2d({ ...convolution(8, 5), inputShape }));
  model.add(layers.conv2d(convolution(16, 3)));
  model.add(layers.flatten());
  if (rates[0]) model.add(dropout({ rate: rates[0], random }));
  model.add(layers.dense({ units: 64, activation: 'relu', kernelInitializer: initial() }));
  if (rates[1]) model.add(dropout({ rate: rates[1], random }));
  model.add(layers.dense({ units: classes, kernelInitializer: initial() }));
  return model;
}
