import type { Batch } from '@gradus/curricula';
import { inputs } from '@gradus/datasets';
import { createRng } from '@gradus/samplers';
import { entropy, scoreAll } from '@gradus/scorers';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Arm } from './arms.ts';
import { breathe } from './breathe.ts';
import { CpuClock } from './cpu-clock.ts';
import type { DataPreset, ExperimentData } from './data.ts';
import { errorOf } from './evaluate.ts';
import type { ModelPreset } from './models/presets.ts';
import type { TrainingRecord } from './records.ts';
import { Trainer } from './trainer.ts';

/** How many points a learning curve has after its first. */
const CURVE_POINTS = 10;

/** One training: an arm, on one seed's data, from that seed's initial weights. */
export interface TrainingJob {
  arm: Arm;
  seed: number;
  steps: number;
  preset: DataPreset;
  modelPreset: ModelPreset;
  data: ExperimentData;
  /** Uniform's final validation error on this seed; absent for uniform itself. */
  uniformError?: number | undefined;
  /** The reference model's scores; for arms that need them. */
  difficulty?: Float32Array | undefined;
  signal?: AbortSignal | undefined;
  onStep?: ((step: number) => void) | undefined;
}

/** A finished training: its line of results, and the model, the caller's to dispose. */
export interface FinishedTraining {
  record: TrainingRecord;
  model: LayersModel;
}

/** The model at its seed's initial weights: every arm of a seed starts from the same. */
export function freshModel(job: Pick<TrainingJob, 'modelPreset' | 'data' | 'seed'>): LayersModel {
  const { shape, classNames } = job.data.train;
  return job.modelPreset.build({
    inputShape: shape,
    classes: classNames.length,
    random: createRng(job.seed).fork('model'),
  });
}

/** Scores samples of the training part by the entropy of the model's outputs, in nats. */
export function scoreWith(
  model: LayersModel,
  { train, standardise }: ExperimentData,
  indices: Int32Array,
  signal?: AbortSignal,
): Promise<Float32Array> {
  return scoreAll({
    indices,
    batchSize: 500,
    predict: (some) => model.apply(inputs(train, some, { standardise })) as Tensor,
    scorer: (logits) => entropy(logits, { from: 'logits' }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Trains one arm for exactly `steps` updates and measures it. Disposes everything if it throws. */
export async function runTraining(job: TrainingJob): Promise<FinishedTraining> {
  const { arm, data, seed, steps, preset } = job;
  const model = freshModel(job);
  const trainer = new Trainer(model, data);
  const clock = new CpuClock();
  const curve: [number, number][] = [];
  let samplesScored = job.difficulty?.length ?? 0;

  const evaluate = async (step: number) => {
    clock.stop();
    curve.push([step, await errorOf(model, data.validation, data.standardise)]);
    clock.start();
  };

  try {
    clock.start();
    const curriculum = arm.start({
      size: data.train.count,
      preset,
      steps,
      random: createRng(seed).fork('batches'),
      difficulty: job.difficulty,
      score: (indices) => {
        samplesScored += indices.length;
        return scoreWith(model, data, indices, job.signal);
      },
    });
    await evaluate(0);
    const evaluateEvery = Math.max(1, Math.floor(steps / CURVE_POINTS));
    for await (const batch of curriculum) {
      job.signal?.throwIfAborted();
      update(batch);
      const done = batch.step + 1;
      if (done === steps || (done % evaluateEvery === 0 && steps - done >= evaluateEvery)) {
        await evaluate(done);
      }
      job.onStep?.(done);
      await breathe();
    }
    clock.stop();

    function update({ step, indices }: Batch): void {
      const logits = trainer.step(indices, preset.learningRate * (1 - step / steps));
      if (arm.observes) {
        curriculum.observe?.(
          indices,
          tidy(() => entropy(logits, { from: 'logits' })),
        );
      }
      logits.dispose();
    }

    const validationError = (curve.at(-1) as [number, number])[1];
    const target = job.uniformError ?? validationError;
    const record: TrainingRecord = {
      dataset: preset.name,
      model: job.modelPreset.name,
      arm: arm.name,
      curriculum: arm.curriculum,
      scorer: arm.scorer,
      favour: arm.favour,
      maxRatio: arm.maxRatio,
      seed,
      steps,
      testError: await errorOf(model, data.test, data.standardise),
      validationError,
      stepsToUniform: curve.find(([, error]) => error <= target)?.[0] ?? null,
      samplesScored,
      referenceSteps: arm.needsReference ? steps : 0,
      cpuMs: clock.cpuMs,
      wallMs: clock.wallMs,
      curve,
    };
    return { record, model };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    trainer.dispose();
  }
}
