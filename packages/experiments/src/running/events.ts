import type { Summary, TrainingRecord } from '../results/records.ts';
import type { Estimate } from './estimate.ts';

/** What a run tells while it goes on. */
export type RunEvent =
  | {
      /** A preset's tables, before the first of them begins. */
      type: 'plan';
      preset: string;
      stages: string[];
      tables: (Estimate & { table: string; stage: string })[];
      /** Data sets whose files the tables will read, where only their cost was asked for. */
      wanted: string[];
    }
  | {
      type: 'start';
      folder: string;
      dataset: string;
      model: string;
      backend: string;
      device: string;
      arms: string[];
      seeds: number[];
      /** Updates of uniform. */
      steps: number;
      /** Trainings in all, and those found finished in the folder. */
      total: number;
      finished: number;
      /** Those that are taken over from other runs. */
      takenOver: number;
      /** Processor time of what is left, from measured steps. */
      expectedCpuMs: number;
      /** What is worth knowing before it; null if nothing is. */
      advice: string | null;
    }
  | {
      type: 'step';
      /** The trainings under way, and the updates each has made. */
      running: { arm: string; seed: number; step: number; steps: number }[];
      /** The share of all updates that is done, in [0, 1]. */
      fraction: number;
      /** An estimate; null while there is nothing to go by. */
      remainingMs: number | null;
    }
  | { type: 'finished'; record: TrainingRecord; done: number; total: number }
  | { type: 'end'; folder: string; summary: Summary };
