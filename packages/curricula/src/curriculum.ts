import type { DiagnosticsOptions } from './diagnostics.ts';

/** The indices that make one update. */
export interface Batch {
  /** The update this batch is for, counted from 0. */
  step: number;
  /** The curriculum's phase, counted from 0; what a phase is, each curriculum says. */
  phase: number;
  /** Which samples, `[batchSize]`; a fresh array each time, yours to keep. */
  indices: Int32Array;
  /** What to multiply each sample's loss with, `[batchSize]`, where the curriculum asks for it. */
  weights?: Float32Array;
  /** The curriculum as it is once this batch was handed out, where `snapshots` asks for it. */
  snapshot?: CurriculumSnapshot;
}

/**
 * A source of numbers in [0, 1), as `Math.random` is. To save and continue a curriculum it needs a
 * live, writable `state`, as `createRng` of `@gradus/samplers` has.
 */
export interface Random {
  (): number;
  readonly state?: Uint32Array | undefined;
}

/**
 * A curriculum after the last batch it handed out: plain data, fit for `structuredClone` and
 * IndexedDB; `encode` and `decode` make JSON of it and it of that.
 */
export interface CurriculumSnapshot {
  /** The version of this format. */
  version: 1;
  /** The function that made the curriculum: `'uniform'`, `'dynamicSampled'`, ... */
  kind: string;
  /** The options that the continuing curriculum must share. */
  settings: Record<string, string | number | boolean>;
  /** How many batches were handed out. */
  step: number;
  /** The state of `random`. */
  random: Uint32Array;
  /** What this kind of curriculum needs beside. */
  state: Record<string, unknown>;
  /** What diagnostics had counted, where there were any. */
  diagnostics?: unknown;
}

/**
 * The batches of one training run, in order: exactly `steps` of them, of exactly `batchSize` indices.
 *
 * It can be iterated once. Leaving the loop early (`break`, an error) ends it; `snapshot()` still
 * works then, so that a run can be broken off and continued.
 */
export interface Curriculum extends AsyncIterable<Batch> {
  /** How many batches there are in all. */
  readonly steps: number;
  /** How many indices are in each. */
  readonly batchSize: number;
  /** How many batches were handed out, those before a snapshot included. */
  readonly step: number;
  /**
   * The curriculum after the last batch handed out. Given as `from` to the same function with the
   * same options, it continues with the very batches that would have come.
   *
   * @throws Error if `random` has no state that can be saved.
   *
   * @example
   * ```ts
   * import { uniform } from '@gradus/curricula';
   * import { createRng } from '@gradus/samplers';
   * const options = { size: 9, batchSize: 4, steps: 3 };
   * const first = uniform({ ...options, random: createRng(1) });
   * for await (const _ of first) break;
   * const from = structuredClone(first.snapshot());
   * const steps = [];
   * // any generator will do: the snapshot brings its state
   * for await (const { step } of uniform({ ...options, random: createRng(2), from })) steps.push(step);
   * steps; // => [1, 2]
   * ```
   */
  snapshot(): CurriculumSnapshot;
  /** @throws Error the second time: a curriculum can be iterated once. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Batch, undefined, undefined>;
}

/** The options that every curriculum takes. */
export interface CurriculumOptions {
  /** Samples in a batch: an integer, at least 1; may exceed the number of samples. */
  batchSize: number;
  /** The budget, in updates: an integer, at least 0. */
  steps: number;
  /** Where every random choice comes from; with a `state` the curriculum can be saved. */
  random: Random;
  /** A snapshot to continue; its random state is written into `random`. */
  from?: CurriculumSnapshot | undefined;
  /**
   * Whether each batch carries its own snapshot, as `snapshot`, for loops that fetch ahead of what they
   * train on; default: false. A snapshot copies a few bytes for each sample. What is observed or rewarded
   * after a batch was handed out is not in its snapshot: tell it to the continuing curriculum again.
   */
  snapshots?: boolean | undefined;
  /** Where to tell what the batches are like; it changes none. Default: nowhere, at no cost. */
  diagnostics?: DiagnosticsOptions | undefined;
}
