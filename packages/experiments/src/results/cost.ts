import type { TrainingRecord } from './records.ts';

/** What the parts of a training cost, in ms, measured once per configuration. */
export interface Cost {
  /** One sample through the model while scoring, by the run's scorer. */
  forwardMs: number;
  /** One update. */
  stepMs: number;
  /** One weighing of all samples and the plan of a stretch. */
  drawMs?: number | undefined;
  /** By scorer: one sample through the model, and scoring and reading back an update's own outputs; null if no arm does. */
  scorers?: Record<string, { forwardMs: number | null; observeMs: number | null }> | undefined;
}

/** What a training does. */
export type Work = Pick<
  TrainingRecord,
  'scorer' | 'steps' | 'samplesScored' | 'referenceSteps' | 'updatesObserved' | 'weighings'
>;

/**
 * A training's cost in updates: steps + reference steps + (samples scored * forwardMs + updates observed * observeMs
 * + weighings * drawMs) / stepMs. What was not measured counts 0.
 */
export function updateEquivalents(work: Work, cost: Cost): number {
  return work.referenceSteps + perStep(work, cost) * work.steps;
}

/** The same up to a step, the reference model being trained before the first. */
export function equivalentsAt(step: number, work: Work, cost: Cost): number {
  return step === 0 ? 0 : work.referenceSteps + perStep(work, cost) * step;
}

function perStep(work: Work, cost: Cost): number {
  const own = cost.scorers?.[work.scorer ?? ''];
  const extraMs =
    work.samplesScored * (own?.forwardMs ?? cost.forwardMs) +
    (work.updatesObserved ?? 0) * (own?.observeMs ?? 0) +
    (work.weighings ?? 0) * (cost.drawMs ?? 0);
  return 1 + extraMs / cost.stepMs / work.steps;
}
