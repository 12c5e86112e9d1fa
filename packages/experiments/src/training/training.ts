import type { Batch } from '@gradus/curricula';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { optimizers } from '../models/optimizers.ts';
import type { TrainingRecord } from '../results/records.ts';
import { type Arm, type ArmName, arms } from './arms.ts';
import { breathe } from './breathe.ts';
import { CpuClock } from './cpu-clock.ts';
import { errorOf } from './evaluate.ts';
import type { Session } from './session.ts';
import { Trainer } from './trainer.ts';

/** How many points a learning curve has after its first. */
const CURVE_POINTS = 10;

/** One training: an arm on one seed's data, from that seed's initial weights. */
export interface TrainingJob {
  arm: ArmName;
  seed: number;
  /** The reference model's scores, for arms that need them. */
  difficulty?: Float32Array | undefined;
}

export interface TrainingHooks {
  signal?: AbortSignal | undefined;
  onStep?: ((step: number) => void) | undefined;
  /** Called with the model before the first update and after each; its time is not counted. */
  onModel?: ((model: LayersModel, step: number) => Promise<void>) | undefined;
}

/** A finished training: its line of results, and the model, the caller's to dispose. */
export interface FinishedTraining {
  record: TrainingRecord;
  model: LayersModel;
}

/** Makes exactly the run's number of updates under one arm and measures it. Disposes everything if it throws. */
export async function runTraining(
  session: Session,
  { arm: name, seed, difficulty }: TrainingJob,
  hooks: TrainingHooks = {},
): Promise<FinishedTraining> {
  const arm: Arm = arms[name];
  const { settings } = session;
  const { steps, learningRate } = settings;
  const data = session.data(seed);
  const model = session.freshModel(seed);
  const optimizer = optimizers[settings.optimizer] as (typeof optimizers)[string];
  const trainer = new Trainer(model, optimizer.create(), data);
  const clock = new CpuClock();
  const curve: [number, number][] = [];
  let samplesScored = session.forwardsFor(difficulty?.length ?? 0);

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
      seed,
      difficulty,
      score: (indices) => {
        samplesScored += session.forwardsFor(indices.length);
        return session.scorePass(model, seed, indices, hooks.signal);
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
      const outputs = trainer.step(indices, learningRate * (1 - step / steps));
      if (arm.observes) {
        curriculum.observe?.(indices, session.scoreOutputs(model, seed, outputs, indices));
      }
      outputs.dispose();
    }

    const record: TrainingRecord = {
      dataset: session.dataset,
      model: session.model.name,
      arm: name,
      curriculum: arm.curriculum,
      ...arm.labels(settings),
      seed,
      steps,
      testError: await errorOf(model, data.test, data.standardise),
      validationError: (curve.at(-1) as [number, number])[1],
      stepsToUniform: null,
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
