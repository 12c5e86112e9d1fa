import type { Summary, TrainingRecord } from '../results/records.ts';

/** What a run tells while it goes on. */
export type RunEvent =
  | {
      type: 'start';
      folder: string;
      dataset: string;
      model: string;
      backend: string;
      device: string;
      arms: string[];
      seeds: number[];
      steps: number;
      /** Trainings in all, and those found finished in the folder. */
      total: number;
      finished: number;
    }
  | {
      type: 'step';
      /** The trainings under way, and the updates each has made. */
      running: { arm: string; seed: number; step: number }[];
      /** Updates of each. */
      steps: number;
      /** The share of all trainings that is done, in [0, 1]. */
      fraction: number;
      /** An estimate; null while there is nothing to go by. */
      remainingMs: number | null;
    }
  | { type: 'finished'; record: TrainingRecord; done: number; total: number }
  | { type: 'end'; folder: string; summary: Summary };
