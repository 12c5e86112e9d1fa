/** One finished training: a line of `results.jsonl`. Errors are shares in [0, 1]. */
export interface TrainingRecord {
  dataset: string;
  model: string;
  arm: string;
  curriculum: string;
  scorer: string | null;
  favour: 'easy' | 'hard' | null;
  maxRatio: number | null;
  seed: number;
  /** Updates made. */
  steps: number;
  testError: number;
  validationError: number;
  /** The first evaluated step whose validation error is at most uniform's final one; null if there is none. */
  stepsToUniform: number | null;
  /** Samples that were run through a model only to score them. */
  samplesScored: number;
  /** Updates of a reference model that this training needed first. */
  referenceSteps: number;
  /** CPU and wall time of training and scoring, evaluations left out. */
  cpuMs: number;
  wallMs: number;
  /** [step, validation error] from before the first update to after the last. */
  curve: [number, number][];
}

/** What one arm's trainings come to, beside uniform's on the same seeds. */
export interface ArmSummary {
  arm: string;
  /** Paired seeds. */
  n: number;
  steps: number;
  meanTestError: number;
  /** Standard deviation over seeds; null for one seed. */
  sd: number | null;
  /** Mean of (this arm's test error - uniform's), seed by seed; null for uniform itself. */
  difference: number | null;
  ci95: [number, number] | null;
  /** Two-sided paired t test of no difference; null where it says nothing. */
  p: number | null;
  /** The same after Holm's correction over the table. */
  pHolm: number | null;
  /** difference / uniform's mean test error. */
  relative: number | null;
  /** Updates plus the cost of scoring and of a reference model, in updates. */
  updateEquivalents: number;
  meanStepsToUniform: number | null;
  meanCpuMs: number;
}

export interface TableSummary {
  dataset: string;
  model: string;
  arms: ArmSummary[];
}

export interface Summary {
  tables: TableSummary[];
}
