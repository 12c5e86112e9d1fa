import type { Batch } from '@gradus/curricula';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingRecord } from '../results/records.ts';
import { type Arm, arms } from './arms.ts';
import { breathe } from './breathe.ts';
import { CpuClock } from './cpu-clock.ts';
import { deferredScores } from './deferred-scores.ts';
import { errorOf } from './evaluate.ts';
import type { Session } from './session.ts';
import { freshTrainer } from './trainer.ts';

/** How many points a learning curve has after its first. */
export const CURVE_POINTS = 10;

/** One training: an arm on one seed's data, from that seed's initial weights. */
export interface TrainingJob {
  arm: string;
  seed: number;
  /** The reference model's scores, for arms that need them. */
  difficulty?: Float32Array | undefined;
}

/** One update: the samples, the outputs `[batch, classes]` that it starts from, and its learning rate. */
export interface Update {
  indices: Int32Array;
  outputs: Tensor2D;
  learningRate: number;
}

export interface TrainingHooks {
  signal?: AbortSignal | undefined;
  onStep?: ((step: number) => void) | undefined;
  /** Called at each update with the outputs computed for it, which are disposed when it returns; its time is counted. */
  onUpdate?: ((update: Update) => void) | undefined;
  /** Called with the model before the first update and after each; its time is not counted. */
  onModel?: ((model: LayersModel, step: number) => Promise<void>) | undefined;
}

/** A finished training: its line of results, and the model, the caller's to dispose. */
export interface FinishedTraining {
  record: TrainingRecord;
  model: LayersModel;
}

/** Makes exactly an arm's number of updates under its curriculum and measures it. Disposes everything if it throws. */
export async function runTraining(
  session: Session,
  { arm: name, seed, difficulty }: TrainingJob,
  hooks: TrainingHooks = {},
): Promise<FinishedTraining> {
  const { settings } = session;
  const own = session.arm(name);
  const arm: Arm = arms[own.curriculum];
  const { steps, learningRate, decay, scorer } = own;
  const data = session.data(seed);
  const { model, trainer } = freshTrainer(session, seed);
  const clock = new CpuClock();
  const curve: [number, number][] = [];
  let samplesScored = session.forwardsFor(difficulty?.length ?? 0, scorer);
  let weighings = 0;

  const later = deferredScores((outputs, indices) =>
    session.scoreOutputs(model, seed, outputs, indices, scorer),
  );
  const evaluateEvery = Math.max(1, Math.floor(steps / CURVE_POINTS));
  const isOnCurve = (step: number) =>
    step === 0 || step === steps || (step % evaluateEvery === 0 && steps - step >= evaluateEvery);
  const look = async (step: number) => {
    await breathe();
    if (!isOnCurve(step) && hooks.onModel === undefined) return;
    clock.stop();
    if (isOnCurve(step)) {
      curve.push([step, await errorOf(model, data.validation, data.standardise)]);
    }
    await hooks.onModel?.(model, step);
    clock.start();
  };

  try {
    clock.start();
    const curriculum = arm.start({
      size: data.train.count,
      settings,
      arm: own,
      seed,
      difficulty,
      easyCount: data.easyCount,
      score: (indices) => {
        samplesScored += session.forwardsFor(indices.length, scorer);
        return session.scorePass(model, seed, indices, { scorer, signal: hooks.signal });
      },
      onWeigh: () => {
        weighings++;
      },
    });
    await look(0);
    for await (const batch of curriculum) {
      hooks.signal?.throwIfAborted();
      update(batch);
      const done = batch.step + 1;
      await look(done);
      hooks.onStep?.(done);
    }
    clock.stop();

    function update({ step, indices }: Batch): void {
      const left = decay === 'constant' ? 1 : 1 - step / steps;
      const outputs = trainer.step(indices, learningRate * left);
      hooks.onUpdate?.({ indices, outputs, learningRate: learningRate * left });
      if (arm.observes) curriculum.observe?.(indices, later(outputs, indices));
      else outputs.dispose();
    }

    const record: TrainingRecord = {
      dataset: session.dataset,
      model: session.model.name,
      arm: name,
      curriculum: arm.curriculum,
      ...arm.labels(own),
      seed,
      steps,
      testError: await errorOf(model, data.test, data.standardise),
      validationError: (curve.at(-1) as [number, number])[1],
      stepsToUniform: null,
      samplesScored,
      referenceSteps: arm.needsReference ? session.arm('uniform').steps : 0,
      updatesObserved: arm.observes ? steps : 0,
      weighings,
      ...(own.equalTo === null ? {} : { equalTo: own.equalTo }),
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
