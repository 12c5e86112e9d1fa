import type { Dataset } from '@gradus/datasets';
import type { Cost } from '../results/cost.ts';
import type { Summary, TrainingRecord } from '../results/records.ts';

/** What the report says about how a run was made: a part of `config.json`. */
export interface ReportConfig {
  arguments: Record<string, unknown>;
  versions: Record<string, string>;
  backend: string;
  device: string;
  commit: string | null;
  seeds: readonly number[];
  /** Measured: what an update, a scored sample and a draw take. */
  cost: Cost;
  /** When the run began, an ISO date. */
  started: string;
}

/** Training samples with the scores that rank them and what a model predicts for them. */
export interface GallerySource {
  /** Whose scores these are: `'entropy of the finished uniform model, seed 1'`. */
  title: string;
  dataset: Dataset;
  /** `[count]`; higher is harder. What is not finite has no rank and is left out. */
  scores: Float32Array;
  /** The predicted class of each sample, `[count]`. */
  predictions: Int32Array;
}

/** Everything a report is made from. */
export interface ReportInput {
  summary: Summary;
  records: readonly TrainingRecord[];
  config: ReportConfig;
  /** What to type to have the run again: `'gradus run --seeds 1-5'`. */
  command: string;
  /** Absent: the report has no gallery. */
  gallery?: GallerySource | undefined;
}
