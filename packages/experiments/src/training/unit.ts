import type { TrainingRecord } from '../results/records.ts';
import type { Session } from './session.ts';
import { runTraining, type TrainingHooks, type TrainingJob } from './training.ts';

/** What the finished uniform model makes of the training part. */
export interface Reference {
  /** By the run's scorer. */
  scores: Float32Array;
  predictions: Int32Array;
  /** By the scorers of arms that have another. */
  others: Record<string, Float32Array>;
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
    const scored = (scorer: string) =>
      session.scorePass(model, job.seed, all, { scorer, signal: hooks.signal });
    const others: Record<string, Float32Array> = {};
    for (const scorer of session.referenceScorers()) {
      if (scorer !== session.scorer.name) others[scorer] = await scored(scorer);
    }
    return {
      record,
      reference: {
        scores: await scored(session.scorer.name),
        predictions: await session.predictions(model, job.seed),
        others,
      },
    };
  } finally {
    model.dispose();
  }
}

/** A reference's scores by a scorer. */
export function referenceScores({ scores, others }: Reference, scorer: string): Float32Array {
  return others[scorer] ?? scores;
}
