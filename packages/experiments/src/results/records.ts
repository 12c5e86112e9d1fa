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
  /** Updates whose own outputs were scored and read back. Absent in runs of before it was counted, as are those below. */
  updatesObserved?: number | undefined;
  /** Times all samples were weighed anew. */
  weighings?: number | undefined;
  /** The arm whose cost these updates are to equal, or the dearest of several, on a uniform arm that has such. */
  equalTo?: string | readonly string[] | undefined;
  /** The run whose finished training this is, where it was taken over. */
  takenFrom?: string | undefined;
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
  /** Two-sided sign-flip permutation test of the same. */
  pFlip: number | null;
  /** The same after Holm's correction over the table. */
  pFlipHolm: number | null;
  /** difference / uniform's mean test error. */
  relative: number | null;
  /** The same against the uniform arm that was given this arm's cost in updates, or a dearer one's; null if there is none. */
  equalCost: EqualCost | null;
  meanValidationError: number;
  /** Updates plus the cost of scoring and of a reference model, in updates. */
  updateEquivalents: number;
  meanStepsToUniform: number | null;
  /**
   * Where this arm's mean validation error first is at most uniform's final one, between evaluations along a
   * straight line: updates over uniform's. null if it never is.
   */
  shareToUniform: number | null;
  /** The same, in cost. */
  costShareToUniform: number | null;
  /** Of the trainings that this run made; null where all were taken over, from another day or machine. */
  meanCpuMs: number | null;
}

/** An arm less the uniform arm that was given its cost in updates. */
export interface EqualCost {
  arm: string;
  difference: number;
  ci95: [number, number] | null;
  p: number | null;
  pHolm: number | null;
  pFlip: number | null;
  pFlipHolm: number | null;
  relative: number | null;
}

export interface TableSummary {
  /** What it is called among others of a preset. */
  name?: string | undefined;
  dataset: string;
  model: string;
  /** Holm's family: the arms against uniform, and each against its uniform of equal cost. */
  comparisons: number;
  arms: ArmSummary[];
}

export interface Summary {
  tables: TableSummary[];
}
