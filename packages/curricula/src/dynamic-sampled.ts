import { checkFunction } from './check.ts';
import type { Look } from './diagnostics.ts';
import { spreadOf } from './diagnostics.ts';
import { checkDraw, checkWeights, type Draw } from './draw.ts';
import { shuffled } from './passes.ts';
import {
  beginScored,
  checkScored,
  type DynamicCurriculum,
  type ScoredOptions,
} from './scored-course.ts';

/** What `weigh` gives: the weights, or an object with them, as `temper` of `@gradus/temperature` makes. */
export type Weighed =
  | Float64Array
  | { probabilities: Float64Array; temperature?: number | undefined };

export interface DynamicSampledOptions extends ScoredOptions {
  /**
   * Scores into weights, once a stretch: `[size]`, finite, >= 0, not all 0; handed to `draw` as they
   * are. The scores are higher = harder, `[size]`, every one finite, in an array that is used again:
   * copy it to keep it; the weights may be in one, too (`out` of `temper`). `progress` is the part of
   * `steps` that is done, in [0, 1). (`refresh` with `pick: 'likely'` calls it once more, on the scores
   * before.)
   */
  weigh: (scores: Float32Array, progress: number) => Weighed;
  /** Weights into the indices of a stretch; an object such as `quotaSampler` shares this `random`. */
  draw: Draw;
  /**
   * The weights of a stretch into what each sample's loss is multiplied with, `[size]`, finite and
   * >= 0 for those drawn: each batch then carries its samples' as `weights`. Full correction,
   * 1 / (size p), makes the training objective that of uniform sampling again.
   */
  correct?: ((probabilities: Float64Array) => ArrayLike<number>) | undefined;
}

/**
 * The dynamic sampled active curriculum: samples are drawn by their present difficulty.
 *
 * The updates are made in stretches of `rescoreEvery`. When one begins, the scores are brought up to
 * date, `weigh` turns them into weights, and `draw` plans the stretch's `rescoreEvery * batchSize`
 * indices (fewer at the end of `steps`), which are handed out a batch at a time. The first `warmUp`
 * updates are planned the same way, with all weights equal (1 / `size`) and without scoring.
 *
 * Where the scores come from:
 * - `observe` alone, free scores: what the training loop saw in its own forward passes. Unseen samples
 *   count as the hardest seen. Without a warm-up something must be observed before the first batch.
 * - `score`: a scoring pass over all samples at each weighing, as in the thesis; it replaces all that
 *   was observed until then. With `warmUp: 0` the untrained model is scored before the first batch.
 * - both, with `refresh`: the pass is over a part of the samples, the others keep what was observed.
 *
 * Online batch selection (Loshchilov and Hutter 2015) is one `weigh`, over losses and their ranks, with
 * a pressure annealed from 100 to 1: `(losses, progress) => rankProbabilities(losses, { favour: 'hard',
 * maxRatio: 100 ** (1 - progress) })`.
 *
 * `control: true` is the twin: the weights are as spread as they would be, and handed to the samples at
 * random, anew in each stretch.
 *
 * Leaving the loop reads back and disposes what is on the device, so `snapshot()` works afterwards;
 * also after an error in `score` or an abort: continued, the failed stretch begins again. An iterator
 * used by hand needs its `return()` called for that.
 *
 * Cost per stretch: a few passes over the samples beside what `weigh` and `draw` do; per batch nothing
 * that grows with their number. Memory: 8 bytes a sample (12 where `refresh` picks the oldest), and the
 * stretch's indices.
 *
 * @returns Batches of phase 0 in the warm-up and 1 after it; with `weights` where `correct` is given.
 * @throws RangeError or TypeError at once if an option is out of its range; from the iteration if
 * `weigh`, `draw`, `score`, `correct` or an observed tensor gives what it must not, and where nothing was ever
 * scored. An error in `score` comes as the `cause` of one that says at which step.
 * @see McWilliam 2018, chapter 6
 *
 * @example
 * ```ts
 * import { dynamicSampled } from '@gradus/curricula';
 * import { createRng, epochPlan } from '@gradus/samplers';
 * const random = createRng(7);
 * const curriculum = dynamicSampled({
 *   size: 4, batchSize: 2, steps: 4, rescoreEvery: 2, random,
 *   weigh: (scores) => Float64Array.from(scores, (score) => score / 8),
 *   draw: (probabilities, count) => epochPlan(probabilities, count, { random }),
 * });
 * const drawn = [0, 0, 0, 0];
 * for await (const { phase, indices } of curriculum) {
 *   for (const i of indices) drawn[i] += phase; // counts after the warm-up
 *   curriculum.observe(indices, Float32Array.from(indices, (i) => (i === 3 ? 8 : 0)));
 * }
 * drawn; // => [0, 0, 0, 4]
 * ```
 */
export function dynamicSampled(options: DynamicSampledOptions): DynamicCurriculum {
  const name = 'dynamicSampled';
  const { size, steps, random, weigh, draw, correct, control, diagnostics } = options;
  checkScored(name, options);
  checkFunction(name, 'weigh', weigh);
  checkDraw(name, draw);
  if (correct !== undefined) checkFunction(name, 'correct', correct);

  function weighed(scores: Float32Array, step: number): { weights: Float64Array; look: Look } {
    const given = weigh(scores, step / steps);
    const { probabilities, temperature } =
      given !== undefined && 'probabilities' in given
        ? given
        : { probabilities: given, temperature: undefined };
    checkWeights(name, probabilities, size);
    return { weights: probabilities, look: temperature === undefined ? {} : { temperature } };
  }

  return beginScored(name, options, {
    settings: {
      draw: typeof draw === 'function' ? 'function' : 'planned',
      correct: correct === undefined ? 'absent' : 'given',
    },
    corrects: correct !== undefined,
    weights: (scores, step) => weighed(scores, step).weights,
    plan(scores, step, count) {
      let { weights, look }: { weights: Float64Array; look: Look } =
        scores === undefined
          ? { weights: new Float64Array(size).fill(1 / size), look: {} }
          : weighed(scores, step);
      if (control && scores !== undefined) {
        const from = weights;
        weights = Float64Array.from(shuffled(name, size, random), (i) => from[i] as number);
      }
      return {
        phase: scores === undefined ? 0 : 1,
        look: diagnostics ? { ...spreadOf(weights), ...look } : {},
        indices:
          typeof draw === 'function' ? draw(weights, count, random) : draw.plan(weights, count),
        corrected: correct?.(weights),
      };
    },
    save: () => ({ draw: typeof draw === 'function' ? undefined : draw.snapshot() }),
    load(state) {
      if (typeof draw === 'function') return;
      try {
        draw.restore(state.draw);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new RangeError(
          `${name}: cannot continue this snapshot: its draw is refused by restore: ${why}`,
          { cause },
        );
      }
    },
  });
}
