import { checkChoice, checkInteger } from './check.ts';

export interface PhaseLengthsOptions {
  /** The number of samples: an integer, at least 1. */
  size: number;
  /** How many tasks the samples are split into, 1 to `size`; there are as many phases. */
  tasks: number;
  /** The updates of all phases together: an integer, at least 0. */
  steps: number;
  /** What the phases share: the number of updates, or the number of passes over what each has. */
  phases: 'equal-updates' | 'equal-epochs';
}

/**
 * How many updates each phase of a bootstrapped curriculum takes, so that all together take `steps`.
 *
 * Phase k of K (k = 1, ..., K) trains on the first k of K equal tasks, so k / K of the samples. The
 * thesis wants as many updates as the baseline makes, and breaks off before it says how; both
 * readings are here:
 * - `'equal-updates'`: steps / K each; earlier phases pass over their fewer samples more often.
 * - `'equal-epochs'`: the same number of passes each, so lengths in proportion to k:
 *   k steps / (K (K + 1) / 2).
 *
 * Lengths are rounded down, and the last phase takes the remainder. (Splitting the baseline's epochs
 * evenly instead, as the thesis's "naive approach" does, loses updates: 75,000 of 100,000 in its
 * example, which is the one below.)
 *
 * @returns The updates of each phase, `[tasks]`; they sum to `steps`. A phase may have none where
 * there are fewer steps than tasks.
 * @throws RangeError if `tasks` is not an integer from 1 to `size`, or `steps` not one of at least 0.
 * @see McWilliam 2018, section 5.1.0.1
 *
 * @example
 * ```ts
 * import { phaseLengths } from '@gradus/curricula';
 * // 1000 samples, 100 epochs, batches of one, two tasks
 * const thesis = { size: 1000, tasks: 2, steps: 100_000 };
 * phaseLengths({ ...thesis, phases: 'equal-updates' }); // => [50000, 50000]
 * phaseLengths({ ...thesis, phases: 'equal-epochs' }); // => [33333, 66667]
 * ```
 */
export function phaseLengths({ size, tasks, steps, phases }: PhaseLengthsOptions): number[] {
  const name = 'phaseLengths';
  checkInteger(name, 'size', size, 1);
  checkTasks(name, tasks, size);
  checkInteger(name, 'steps', steps, 0);
  checkPhases(name, phases);
  const lengths = Array.from({ length: tasks }, (_, k) =>
    phases === 'equal-updates'
      ? Math.floor(steps / tasks)
      : Math.floor((2 * steps * (k + 1)) / (tasks * (tasks + 1))),
  );
  const earlier = lengths.slice(0, -1).reduce((sum, length) => sum + length, 0);
  lengths[tasks - 1] = steps - earlier;
  return lengths;
}

/** Throws unless there are 1 to `size` tasks. */
export function checkTasks(name: string, tasks: number, size: number): void {
  checkInteger(name, 'tasks', tasks, 1);
  if (tasks > size) {
    throw new RangeError(`${name}: tasks must be at most the ${size} samples, got ${tasks}`);
  }
}

/** Throws unless it is one of the two readings. */
export function checkPhases(name: string, phases: string): void {
  checkChoice(name, 'phases', phases, ['equal-updates', 'equal-epochs']);
}
