import { type Dataset, inputs, labels } from '@gradus/datasets';
import { argMax, notEqual, type Scalar, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ExperimentData } from './data.ts';

const CHUNK = 500;

/** The share of a data set that the model, whose outputs are logits, gets wrong. */
export async function errorOf(
  model: LayersModel,
  dataset: Dataset,
  standardise: ExperimentData['standardise'],
): Promise<number> {
  let wrong = 0;
  for (let start = 0; start < dataset.count; start += CHUNK) {
    const indices = range(start, Math.min(start + CHUNK, dataset.count));
    const count = tidy(() => {
      const logits = model.apply(inputs(dataset, indices, { standardise })) as Tensor;
      return sum(notEqual(argMax(logits, 1), labels(dataset, indices))) as Scalar;
    });
    wrong += (await count.data())[0] as number;
    count.dispose();
  }
  return wrong / dataset.count;
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}
