import { checkChoice, checkFunction } from './check.ts';
import { begin, checkCommon, countOf, indicesOf } from './course.ts';
import type { Curriculum, CurriculumOptions } from './curriculum.ts';
import { fingerprint } from './fingerprint.ts';
import type { Pace } from './paces.ts';
import { Passes } from './passes.ts';
import { checkDifficulty, type Order, rank } from './rank.ts';

export interface PacedOptions extends CurriculumOptions {
  /** The score of every sample, higher = harder, `[n]`; no NaN. */
  difficulty: ArrayLike<number>;
  /**
   * The fraction of the samples that is available, by the part of `steps` that is done, in [0, 1):
   * `linear()`, `root()`, ... or one of your own. 1 and above means all; where it falls, what has joined
   * stays.
   */
  pace: Pace;
  /** Which samples come first. `'random'` is the control: the same pace over shuffled samples. */
  order: Order;
  /** The class of every sample, `[n]`: the samples of each class then join in step; default: one class. */
  classes?: ArrayLike<number> | undefined;
}

/**
 * A ranked training set that grows at a stated pace.
 *
 * Update t draws from the first round(pace(t / steps) n) of the n ranked samples, at least one: shuffled
 * passes over them, begun anew whenever samples have joined. (So while samples join at every update,
 * each batch is drawn evenly from those available, as in Hacohen and Weinshall's algorithm; afterwards
 * it is plain shuffling.) Samples of equal difficulty are ranked at random.
 *
 * With `classes` the ranking is balanced, as theirs is: the r-th of the n_c samples of class c, by its
 * difficulty within the class, comes at (r - 1/2) / n_c of the whole ranking, so that all classes are
 * available in their own proportions from the start. (In theirs one of each class comes in turn, which is
 * the same where classes are equally large.)
 *
 * `fixedExponential` is their pacing; a snapshot's pace cannot be
 * compared, as it is a function: pass the same.
 *
 * @returns Batches of phase 0 while samples are still missing, and 1 when all are available.
 * @throws RangeError if a difficulty is NaN, there are more or fewer classes than samples, `order` is none of its values, or another option is out of
 * its range; from the iteration if `pace` gives NaN.
 * @see Hacohen and Weinshall 2019, On the power of curriculum learning in training deep networks
 *
 * @example
 * ```ts
 * import { linear, paced } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * const curriculum = paced({
 *   difficulty: [0.1, 0.9, 0.2, 0.8],
 *   pace: linear({ start: 0.5, fullAt: 0.5 }),
 *   order: 'easy-first', batchSize: 4, steps: 4, random: createRng(1),
 * });
 * const available = [];
 * for await (const { indices } of curriculum) available.push([...new Set(indices)].sort());
 * available; // => [[0, 2], [0, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3]]
 * ```
 */
export function paced(options: PacedOptions): Curriculum {
  const name = 'paced';
  const { difficulty, pace, batchSize, steps, order, classes, random, from } = options;
  checkDifficulty(name, difficulty);
  const size = difficulty.length;
  checkCommon(name, options);
  checkFunction(name, 'pace', pace);
  checkChoice(name, 'order', order, ['easy-first', 'hard-first', 'random']);
  if (classes !== undefined && classes?.length !== size) {
    throw new RangeError(
      `${name}: classes must have ${size} values, one for each sample, got ${String(classes?.length)}`,
    );
  }

  // Samples only ever join, so shuffling the first part of one array keeps that set.
  const ranked =
    from === undefined ? rank(name, difficulty, order, random, classes) : new Int32Array(size);
  const passes = new Passes(name, ranked, 0, random);
  let available = 0;

  return begin(
    {
      name,
      settings: {
        size,
        order,
        difficulty: fingerprint(difficulty),
        classes: classes === undefined ? 'absent' : fingerprint(classes),
      },
      size,
      look: () => passes.look(),
      take(step) {
        const fraction = pace(step / steps);
        if (Number.isNaN(fraction)) {
          throw new RangeError(`${name}: pace gave NaN at progress ${step / steps}`);
        }
        const wanted = Math.max(1, Math.round(Math.min(1, fraction) * size));
        if (wanted > available) {
          available = wanted;
          passes.seek(available, 0);
        }
        return { phase: available < size ? 0 : 1, indices: passes.take(batchSize) };
      },
      save: () => ({ order: passes.order.slice(), at: passes.at, available }),
      load(state) {
        available = countOf(name, state, 'available', size);
        passes.order.set(indicesOf(name, state, 'order', { length: size, size }));
        passes.seek(available, countOf(name, state, 'at', available));
      },
    },
    options,
  );
}
