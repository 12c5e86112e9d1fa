import { checkWithin } from './check.ts';
import { indicesBelow, Passes, shuffled } from './passes.ts';
import {
  beginScored,
  checkScored,
  type DynamicCurriculum,
  type ScoredOptions,
} from './scored-course.ts';

export interface SelfPacedOptions extends ScoredOptions {
  /** The part of the samples that the first weighing keeps, the easiest, in (0, 1]; default 0.5. */
  start?: number | undefined;
  /** What the threshold is multiplied with at each later weighing, >= 1; default 1.3. */
  growth?: number | undefined;
}

/**
 * Self-paced learning: trains on the samples that the model finds easy by now, and lets in ever harder
 * ones.
 *
 * Sample i is kept while its loss l_i <= 1 / K; the threshold 1 / K begins at the loss of the
 * ceil(start n)-th easiest and grows by `growth` at each weighing, until all are kept. (The defaults are
 * those of Kumar, Packer and Koller: 1 / K begins at the median loss, and K is divided by mu = 1.3 each time
 * their latent variables are inferred anew, after alternating to convergence between the samples kept and
 * the weights; a stretch of `rescoreEvery` updates takes the place of that.) Where fewer than a
 * batch are that easy, the easiest min(`batchSize`, n) are kept. A stretch is drawn in shuffled passes
 * over what it keeps.
 *
 * The scores must be losses, at least 0: observed (those of samples left out stay as old as they are), or
 * from a `score` pass at each weighing, as in the paper. An unseen sample counts as the hardest seen.
 * `control: true` is the twin: as many samples in each stretch, any of them.
 *
 * @returns Batches of phase 0 in the warm-up, 1 while samples are left out and 2 when all are kept (and 1
 * again where losses have risen past the threshold).
 * @throws RangeError or TypeError as `dynamicSampled` does; RangeError from the iteration if a loss is
 * below 0.
 * @see After Kumar, Packer and Koller 2010, Self-paced learning for latent variable models, algorithm 2; half of
 * the samples and 1.3 are the defaults of their program for motif finding
 *
 * @example
 * ```ts
 * import { selfPaced } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * const losses = [1, 9, 2, 2.5];
 * const curriculum = selfPaced({
 *   size: 4, batchSize: 2, steps: 9, rescoreEvery: 3, warmUp: 0, random: createRng(1),
 *   score: (indices) => Float32Array.from(indices, (i) => losses[i]),
 * });
 * const kept = [[], [], []];
 * for await (const { step, indices } of curriculum) kept[Math.floor(step / 3)].push(...indices);
 * kept.map((indices) => [...new Set(indices)].sort()); // => [[0, 2], [0, 2, 3], [0, 2, 3]]
 * ```
 */
export function selfPaced(options: SelfPacedOptions): DynamicCurriculum {
  const name = 'selfPaced';
  const { size, batchSize, random, control, start = 0.5, growth = 1.3 } = options;
  checkScored(name, options);
  checkWithin(name, 'start', start, { above: 0, most: 1 });
  checkWithin(name, 'growth', growth, { above: 1, most: Infinity, inclusive: true });
  const fewest = Math.min(batchSize, size);
  let threshold: number | undefined; // 1 / K of the last weighing

  function next(losses: Float32Array): number {
    if (threshold === undefined) return smallest(losses, Math.ceil(start * size));
    return threshold * growth;
  }

  /** The largest loss that is kept at this threshold; it is sorted for only where too few are below. */
  function limitOf(losses: Float32Array, threshold: number): number {
    let least = 0;
    let kept = 0;
    for (let i = 0; i < size; i++) {
      const loss = losses[i] as number;
      if (loss < least) least = loss;
      if (loss <= threshold) kept++;
    }
    if (least < 0) {
      const i = losses.indexOf(least);
      throw new RangeError(`${name}: the loss of sample ${i} is ${losses[i]}, must be >= 0`);
    }
    return kept >= fewest ? threshold : smallest(losses, fewest);
  }

  return beginScored(name, options, {
    settings: { start, growth },
    corrects: false,
    weights(scores) {
      const limit = limitOf(scores, next(scores));
      return Float64Array.from(scores, (score) => (score <= limit ? 1 : 0));
    },
    plan(scores, _step, count) {
      if (scores === undefined) {
        const passes = new Passes(name, indicesBelow(size), size, random);
        return { phase: 0, indices: passes.take(count), look: passes.look() };
      }
      const to = next(scores);
      const limit = limitOf(scores, to);
      threshold = to;
      const order = new Int32Array(size); // those kept first
      let kept = 0;
      for (let i = 0; i < size; i++) if ((scores[i] as number) <= limit) order[kept++] = i;
      if (control) order.set(shuffled(name, size, random));
      const passes = new Passes(name, order, kept, random);
      return { phase: kept < size ? 1 : 2, indices: passes.take(count), look: passes.look() };
    },
    save: () => ({ threshold }),
    load(state) {
      if (state.threshold !== undefined && typeof state.threshold !== 'number') {
        throw new RangeError(
          `${name}: cannot continue this snapshot: its threshold is ${String(state.threshold)}`,
        );
      }
      threshold = state.threshold;
    },
  });
}

/** The k-th smallest, counted from 1. */
function smallest(values: Float32Array, k: number): number {
  return values.slice().sort()[k - 1] as number;
}
