import { checkFunction } from './check.ts';
import type { Curriculum } from './curriculum.ts';

/** What `model.fitDataset` of tfjs-layers takes, by structure. */
export interface FitDataset<T> {
  /** How many batches it has. */
  size: number;
  iterator(): Promise<{ next(): Promise<IteratorResult<T>> }>;
}

/**
 * A curriculum as a data set for `model.fitDataset`; each batch is made when it is asked for.
 *
 * fitDataset counts in epochs, a curriculum in updates: `epochs: 1` takes all of them as one epoch;
 * `batchesPerEpoch` and `epochs` whose product is the number of updates give logs and validation in
 * between. It disposes the tensors of each batch. It knows no weights of samples, so a curriculum that
 * gives weights is refused.
 *
 * When it stops early (`model.stopTraining`) it does not tell its data set: if scores were observed on
 * the device, `await curriculum.settle()` afterwards.
 *
 * @param curriculum Not iterated yet; this is its one iteration.
 * @param batch What the model trains on for these samples, `xs` and `ys` with `batchSize` rows each.
 * Labels: one-hot rows, or for `sparseCategoricalCrossentropy` class indices in float32, as tfjs fails
 * on int32 there.
 * @throws TypeError if `batch` is not a function; from fitDataset an Error if a batch has weights, or
 * if more epochs are asked for than there are batches.
 *
 * @example
 * ```ts
 * import { toFitDataset, uniform } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
 * const curriculum = uniform({ size: 9, batchSize: 4, steps: 6, random: createRng(1) });
 * const dataset = toFitDataset(curriculum, (indices) => ({
 *   xs: tensor2d([...indices], [4, 1]),
 *   ys: tensor2d([...indices], [4, 1]),
 * }));
 * const { epoch } = await model.fitDataset(dataset, { epochs: 2, batchesPerEpoch: 3, verbose: 0 });
 * epoch; // => [0, 1]
 * curriculum.step; // => 6
 * model.dispose();
 * ```
 */
export function toFitDataset<T extends { xs: unknown; ys: unknown }>(
  curriculum: Curriculum,
  batch: (indices: Int32Array) => T | Promise<T>,
): FitDataset<T> {
  const name = 'toFitDataset';
  checkFunction(name, 'batch', batch);
  const { steps } = curriculum;
  const size = steps - curriculum.step;
  const batches = curriculum[Symbol.asyncIterator]();
  let over = false;

  async function next(): Promise<IteratorResult<T, undefined>> {
    const { done, value } = await batches.next();
    over = done === true || curriculum.step === steps;
    if (done) return { done, value };
    try {
      if (value.weights !== undefined) {
        throw new Error(`${name}: the curriculum gives weights, which fitDataset does not know`);
      }
      return { done: false, value: await batch(value.indices) };
    } catch (error) {
      over = true;
      throw error;
    } finally {
      // With batchesPerEpoch the end itself is never asked for.
      if (over) await batches.return?.();
    }
  }

  return {
    size,
    async iterator() {
      // fitDataset calls this twice before the first batch, and then once more for each epoch.
      if (over && size > 0) {
        throw new Error(
          `${name}: all ${size} batches are used up: pass epochs: 1, or batchesPerEpoch and epochs whose product is ${size}`,
        );
      }
      return { next };
    },
  };
}
