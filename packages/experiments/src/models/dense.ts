import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import type { ModelOptions } from './model-options.ts';
import { seededWeights } from './seeded-weights.ts';

/**
 * A net of three hidden layers of 300 rectified units, logits out; for inputs of any shape. Three hidden layers is
 * what Bengio et al. (2009) train on GeoShapes; units and activation are our choice, as the paper does not say.
 */
export function dense({ inputShape, classes, random }: ModelOptions): LayersModel {
  const model = sequential();
  model.add(layers.flatten({ inputShape }));
  for (let i = 0; i < 3; i++) {
    model.add(
      layers.dense({ units: 300, activation: 'relu', kernelInitializer: seededWeights(random) }),
    );
  }
  model.add(layers.dense({ units: classes, kernelInitializer: seededWeights(random) }));
  return model;
}
