import {
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { UsageError } from '../usage-error.ts';
import { batchNormalization } from './batch-normalization.ts';
import type { ModelOptions } from './model-options.ts';
import { seededWeights } from './seeded-weights.ts';

/** Below this side the last block has nothing to convolve. */
const LEAST_SIDE = 8;

/**
 * A small residual net: a 3x3 convolution with stride 2, three blocks of two 3x3 convolutions with 8, 16 and 32
 * filters (stride 2 in the last two), the mean over positions, logits out. Batch normalisation follows every
 * convolution; a block adds its input, through a 1x1 convolution where the shape changes. It is the net of He et al.
 * for CIFAR-10 with one block a stage and a stem of stride 2: 20,290 parameters on 32x32x3 inputs and 10 classes.
 *
 * @see He, Zhang, Ren and Sun 2016, Deep residual learning for image recognition, section 4.2
 */
export function residual({ inputShape, classes, random }: ModelOptions): LayersModel {
  const [height = 0, width = 0] = inputShape;
  if (inputShape.length !== 3 || Math.min(height, width) < LEAST_SIDE) {
    throw new UsageError(
      `run: model residual wants images of at least ${LEAST_SIDE}x${LEAST_SIDE}, got samples of shape [${inputShape.join(', ')}]: give --model dense`,
    );
  }
  const convolved = (x: SymbolicTensor, filters: number, kernelSize: number, strides: number) => {
    const convolution = layers.conv2d({
      filters,
      kernelSize,
      strides,
      padding: 'same',
      useBias: false, // the normalisation has one
      kernelInitializer: seededWeights(random),
    });
    return batchNormalization().apply(convolution.apply(x)) as SymbolicTensor;
  };
  const rectified = (x: SymbolicTensor) => layers.reLU().apply(x) as SymbolicTensor;
  const block = (x: SymbolicTensor, filters: number, strides: number) => {
    const first = rectified(convolved(x, filters, 3, strides));
    const second = convolved(first, filters, 3, 1);
    const same = strides === 1 && x.shape.at(-1) === filters;
    const shortcut = same ? x : convolved(x, filters, 1, strides);
    return rectified(layers.add().apply([second, shortcut]) as SymbolicTensor);
  };
  const inputs = input({ shape: inputShape });
  const stem = rectified(convolved(inputs, 8, 3, 2));
  const last = block(block(block(stem, 8, 1), 16, 2), 32, 2);
  const pooled = layers.globalAveragePooling2d({}).apply(last) as SymbolicTensor;
  const outputs = layers
    .dense({ units: classes, kernelInitializer: seededWeights(random) })
    .apply(pooled) as SymbolicTensor;
  return model({ inputs, outputs });
}
