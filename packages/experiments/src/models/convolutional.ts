import { type LayersModel, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { UsageError } from '../usage-error.ts';
import { dropout } from './dropout.ts';
import type { ModelOptions } from './model-options.ts';
import { seededWeights } from './seeded-weights.ts';

/** Below this side nothing is left for the second convolution. */
const LEAST_SIDE = 9;

/**
 * The small convolutional net: 8 filters of 5x5 with stride 2, 16 of 3x3 with stride 2, 64 units, logits out.
 * Every layer but the last is rectified. On 32x32x1 inputs and 3 classes it has 38,499 parameters.
 */
export function convolutional(options: ModelOptions): LayersModel {
  return build(options, []);
}

/** The same net with dropout of a half before its two dense layers, for Monte Carlo dropout. */
export function convolutionalDropout(options: ModelOptions): LayersModel {
  return build(options, [0.5, 0.5]);
}

function build({ inputShape, classes, random }: ModelOptions, rates: number[]): Sequential {
  const [height = 0, width = 0] = inputShape;
  if (inputShape.length !== 3 || Math.min(height, width) < LEAST_SIDE) {
    throw new UsageError(
      `run: model conv wants images of at least ${LEAST_SIDE}x${LEAST_SIDE}, got samples of shape [${inputShape.join(', ')}]: give --model dense`,
    );
  }
  const model = sequential();
  const convolution = (filters: number, kernelSize: number) => ({
    filters,
    kernelSize,
    strides: 2,
    padding: 'valid' as const,
    activation: 'relu' as const,
    kernelInitializer: seededWeights(random),
  });
  model.add(layers.conv2d({ ...convolution(8, 5), inputShape }));
  model.add(layers.conv2d(convolution(16, 3)));
  model.add(layers.flatten());
  if (rates[0]) model.add(dropout({ rate: rates[0], random }));
  model.add(
    layers.dense({ units: 64, activation: 'relu', kernelInitializer: seededWeights(random) }),
  );
  if (rates[1]) model.add(dropout({ rate: rates[1], random }));
  model.add(layers.dense({ units: classes, kernelInitializer: seededWeights(random) }));
  return model;
}
