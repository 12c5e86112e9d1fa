import type { TrainingRecord } from '../results/records.ts';
import { type ArmName, arms } from './arms.ts';
import type { Session } from './session.ts';
import { runTraining, type TrainingHooks, type TrainingJob } from './training.ts';

/** What the finished uniform model makes of the training part. */
export interface Reference {
  scores: Float32Array;
  predictions: Int32Array;
}

/** A training as it is handed to whoever makes it: plain data, as is its result. */
export interface Unit extends TrainingJob {
  /** Wants the finished model's scores and predictions, too. */
  wantReference: boolean;
}

export interface UnitResult {
  record: TrainingRecord;
  reference?: Reference | undefined;
}

/** Makes a training and, where it is wanted, lets the finished model score the training part. */
export async function runUnit(
  session: Session,
  { wantReference, ...job }: Unit,
  hooks: TrainingHooks,
): Promise<UnitResult> {
  const { record, model } = await runTraining(session, job, hooks);
  try {
    if (!wantReference) return { record };
    const { count } = session.data(job.seed).train;
    const all = Int32Array.from({ length: count }, (_, i) => i);
    return {
      record,
      reference: {
        scores: await session.scorePass(model, job.seed, all, hooks.signal),
        predictions: await session.predictions(model, job.seed),
      },
    };
  } finally {
    model.dispose();
  }
}

/** Whether an arm can only be trained once uniform's reference is there. */
export function needsReference(arm: ArmName): boolean {
  return arms[arm].needsReference;
}
