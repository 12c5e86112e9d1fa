import { labels } from '@gradus/datasets';
import { crossEntropy } from '@gradus/scorers';
import { concat, dispose, mean, reshape, stack, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { TrainingRecord } from '../results/records.ts';
import type { Session } from '../training/session.ts';
import { runTraining, type TrainingJob } from '../training/training.ts';
import { type Layer, layersOf } from './layers-of.ts';

/** One training, as much of it as another library needs to repeat it, and what came of it. */
export interface RecordedTraining {
  layers: Layer[];
  /** Of each weight, in tfjs's order. */
  shapes: number[][];
  /** The samples of each update, `[steps * batchSize]`. */
  batches: Int32Array;
  learningRates: Float64Array;
  /** The mean cross-entropy of each batch before its update, in nats. */
  losses: Float32Array;
  record: TrainingRecord;
}

/**
 * Makes a training of a run again and notes its batches and its losses.
 *
 * @param onWeights Given all weights, one after the other in tfjs's order and layout, before each update and after
 *   the last.
 */
export async function recordTraining(
  session: Session,
  job: TrainingJob,
  onWeights: (weights: Float32Array) => Promise<void>,
): Promise<RecordedTraining> {
  const { train } = session.data(job.seed);
  const batches: Int32Array[] = [];
  const learningRates: number[] = [];
  const losses: Tensor[] = [];
  let net: Pick<RecordedTraining, 'layers' | 'shapes'> | undefined;
  try {
    const { model, record } = await runTraining(session, job, {
      async onModel(current) {
        // getWeights hands out the model's own tensors, not copies: they are not disposed.
        const weights = current.getWeights();
        net ??= { layers: layersOf(current), shapes: weights.map(({ shape }) => shape) };
        const all = tidy(() => concat(weights.map((weight) => reshape(weight, [weight.size]))));
        await onWeights((await all.data()) as Float32Array);
        all.dispose();
      },
      onUpdate({ indices, outputs, learningRate }) {
        batches.push(indices.slice());
        learningRates.push(learningRate);
        losses.push(
          tidy(() => mean(crossEntropy(outputs, labels(train, indices), { from: 'logits' }))),
        );
      },
    });
    model.dispose();
    const all = stack(losses);
    const values = (await all.data()) as Float32Array;
    all.dispose();
    const length = batches.reduce((sum, batch) => sum + batch.length, 0);
    const flat = new Int32Array(length);
    batches.reduce((at, batch) => {
      flat.set(batch, at);
      return at + batch.length;
    }, 0);
    return {
      ...(net as NonNullable<typeof net>),
      batches: flat,
      learningRates: Float64Array.from(learningRates),
      losses: values,
      record,
    };
  } finally {
    dispose(losses);
  }
}
