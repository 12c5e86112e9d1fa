import { checkChoice } from './check.ts';
import { begin, checkCommon, countOf, indicesOf } from './course.ts';
import type { Curriculum, CurriculumOptions } from './curriculum.ts';
import { fingerprint } from './fingerprint.ts';
import { Passes } from './passes.ts';
import {
  checkPhases,
  checkTasks,
  type PhaseLengthsOptions,
  phaseLengths,
} from './phase-lengths.ts';
import { checkDifficulty, type Order, rank } from './rank.ts';

export interface BootstrappedOptions extends CurriculumOptions {
  /** A finished reference model's score of every sample, higher = harder, `[n]`; no NaN. */
  difficulty: ArrayLike<number>;
  /** How many equal tasks the ranked samples are split into, 1 to n. */
  tasks: number;
  /** Which tasks come first. `'random'` is the control: the same phases over shuffled samples. */
  order: Order;
  /** How `steps` are shared out: see `phaseLengths`. */
  phases: PhaseLengthsOptions['phases'];
}

/**
 * The bootstrapped active curriculum: a model trained before says what is easy, and the training set
 * grows from one end of that ranking to the whole.
 *
 * The n samples are ranked by difficulty and split into K = `tasks` of n / K each (sizes differ by
 * at most one); phase k = 0, ..., K - 1 draws shuffled passes over the first k + 1 tasks, for the
 * number of updates that `phaseLengths` gives. A phase begins a pass of its own. Samples of equal
 * difficulty are ranked at random (seeded by `random`), so the order of the data does not leak in.
 *
 * @returns Batches whose `phase` is k, from 0 to `tasks - 1`.
 * @throws RangeError if a difficulty is NaN, `tasks` is not an integer from 1 to n, `order` or
 * `phases` is none of theirs, or another option is out of its range.
 * @see McWilliam 2018, section 5.1
 *
 * @example
 * ```ts
 * import { bootstrapped } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * const curriculum = bootstrapped({
 *   difficulty: [0.1, 0.9, 0.2, 0.8],
 *   tasks: 2,
 *   batchSize: 2,
 *   steps: 4,
 *   order: 'easy-first',
 *   phases: 'equal-updates',
 *   random: createRng(1),
 * });
 * const seen = [];
 * for await (const { phase, indices } of curriculum) (seen[phase] ??= []).push(...indices);
 * seen.map((indices) => indices.sort()); // => [[0, 0, 2, 2], [0, 1, 2, 3]]
 * ```
 */
export function bootstrapped(options: BootstrappedOptions): Curriculum {
  const name = 'bootstrapped';
  const { difficulty, tasks, batchSize, steps, order, phases, random, from } = options;
  checkDifficulty(name, difficulty);
  const size = difficulty.length;
  checkTasks(name, tasks, size);
  checkCommon(name, options);
  checkChoice(name, 'order', order, ['easy-first', 'hard-first', 'random']);
  checkPhases(name, phases);

  const available = (phase: number) => Math.floor(((phase + 1) * size) / tasks);
  const lengths = phaseLengths({ size, tasks, steps, phases });
  const ends: number[] = []; // ends[k]: the step at which phase k is over
  for (const length of lengths) ends.push((ends.at(-1) ?? 0) + length);

  // Tasks only ever join, so one array serves all phases: shuffling its first part keeps that set.
  const ranked = from === undefined ? rank(name, difficulty, order, random) : new Int32Array(size);
  const passes = new Passes(name, ranked, available(0), random);
  let phase = 0;

  return begin(
    {
      name,
      settings: { size, tasks, order, phases, difficulty: fingerprint(difficulty) },
      size,
      look: () => passes.look(),
      take(step) {
        const last = phase;
        while (step >= (ends[phase] as number)) phase++;
        if (phase !== last) passes.seek(available(phase), 0);
        return { phase, indices: passes.take(batchSize) };
      },
      save: () => ({ order: passes.order.slice(), at: passes.at, phase }),
      load(state) {
        phase = countOf(name, state, 'phase', tasks - 1);
        passes.order.set(indicesOf(name, state, 'order', { length: size, size }));
        passes.seek(available(phase), countOf(name, state, 'at', available(phase)));
      },
    },
    options,
  );
}
