import { abortable } from './abortable.ts';
import { checkChoice, checkFunction, checkInteger } from './check.ts';
import { begin, checkCommon } from './course.ts';
import type { Curriculum, CurriculumOptions } from './curriculum.ts';
import { checkDraw, checkWeights, type Draw } from './draw.ts';
import { checkScores, type DeviceScores, Observations } from './observations.ts';
import { indicesBelow } from './passes.ts';
import { isArray } from './random-state.ts';
import { Stretch } from './stretch.ts';

export interface DynamicSampledOptions extends CurriculumOptions {
  /** The number of samples: an integer, at least 1. */
  size: number;
  /**
   * Scores into weights, once a stretch: `[size]`, finite, >= 0, not all 0; handed to `draw` as they
   * are. The scores are higher = harder, `[size]`, every one finite, in an array that is used again:
   * copy it to keep it. `progress` is the part of `steps` that is done, in [0, 1).
   */
  weigh: (scores: Float32Array, progress: number) => Float64Array;
  /** Weights into the indices of a stretch; an object such as `quotaSampler` shares this `random`. */
  draw: Draw;
  /** Updates between two weighings, one stretch: an integer, at least 1; may exceed `steps`. */
  rescoreEvery: number;
  /**
   * Scores every sample (the indices are 0, ..., `size - 1`) with the model as it is then, before each
   * weighing. Left out, the scores are those observed.
   */
  score?:
    | ((indices: Int32Array, signal?: AbortSignal) => Float32Array | Promise<Float32Array>)
    | undefined;
  /** What a sample without a score counts as: the largest score of the others (default), or their mean. */
  unseen?: 'hardest' | 'mean' | undefined;
  /** Updates on equal weights before the first weighing: an integer, at least 0; default: one stretch. */
  warmUp?: number | undefined;
  /**
   * The weights of a stretch into what each sample's loss is multiplied with, `[size]`, finite and
   * >= 0 for those drawn: each batch then carries its samples' as `weights`. Full correction,
   * 1 / (size p), makes the training objective that of uniform sampling again.
   */
  correct?: ((probabilities: Float64Array) => ArrayLike<number>) | undefined;
  /** Ends the iteration with its reason; handed on to `score`. */
  signal?: AbortSignal | undefined;
}

/** A curriculum that learns the samples' scores while it runs. */
export interface DynamicCurriculum extends Curriculum {
  /**
   * Takes the scores of some samples, say those of the batch just trained on, from the outputs that
   * training computed anyway. The latest count, also within one call.
   *
   * Scores on the device (a tfjs `Tensor1D`) become the curriculum's: it reads them back at the end of
   * the stretch, all together, and disposes them; do not dispose them yourself, and `keep` those made
   * in a `tidy`. After the iteration has ended they are disposed and otherwise ignored.
   *
   * @param indices Which samples, `[b]`.
   * @param scores Higher = harder, `[b]`, finite.
   * @throws RangeError if there is not one score for each index, or a score on the host is NaN or
   * infinite; one on the device is named when it is read back, by the iteration or by `settle`.
   */
  observe(indices: ArrayLike<number>, scores: ArrayLike<number> | DeviceScores): void;
  /** Reads back the scores that are on the device now: what `snapshot()` asks for within a stretch. */
  settle(): Promise<void>;
  /**
   * The curriculum after the last batch handed out, with all that was observed.
   *
   * @throws Error if `random` has no state that can be saved, or if scores are on the device: `settle`
   * first. (When the iteration has ended, they have been read.)
   */
  snapshot(): ReturnType<Curriculum['snapshot']>;
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
 *
 * Leaving the loop reads back and disposes what is on the device, so `snapshot()` works afterwards;
 * also after an error in `score` or an abort: continued, the failed stretch begins again. An iterator
 * used by hand needs its `return()` called for that.
 *
 * Cost per stretch: a few passes over the samples beside what `weigh` and `draw` do; per batch nothing
 * that grows with their number. Memory: 8 bytes a sample, and the stretch's indices.
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
  const { size, batchSize, steps, random, weigh, draw, rescoreEvery, score, signal } = options;
  const { unseen = 'hardest', warmUp = rescoreEvery, correct } = options;
  checkInteger(name, 'size', size, 1);
  checkCommon(name, options);
  checkFunction(name, 'weigh', weigh);
  checkDraw(name, draw);
  checkInteger(name, 'rescoreEvery', rescoreEvery, 1);
  if (score !== undefined) checkFunction(name, 'score', score);
  checkChoice(name, 'unseen', unseen, ['hardest', 'mean']);
  checkInteger(name, 'warmUp', warmUp, 0);
  if (correct !== undefined) checkFunction(name, 'correct', correct);

  const observations = new Observations(name, size);
  const filled = new Float32Array(size); // the scores as weigh sees them
  const stretch = new Stretch(
    name,
    { size, batchSize, batches: Math.min(rescoreEvery, steps) },
    correct !== undefined,
  );

  async function bringUpToDate(step: number): Promise<void> {
    if (observations.unsettled) await observations.settle();
    if (score === undefined || step < warmUp) return;
    const all = indicesBelow(size);
    let scores: Float32Array;
    try {
      scores = await abortable((async () => score(all, signal))(), signal);
    } catch (cause) {
      signal?.throwIfAborted();
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${name}: score failed at step ${step}: ${why}`, { cause });
    }
    checkScores(name, 'score(indices)', scores, all);
    observations.scores.set(scores);
  }

  function weights(step: number): Float64Array {
    if (step < warmUp) return new Float64Array(size).fill(1 / size);
    if (observations.fill(filled, unseen) === 0) {
      throw new Error(
        `${name}: no score is known at step ${step}: call observe() in the loop, or pass score`,
      );
    }
    const weighed = weigh(filled, step / steps);
    checkWeights(name, weighed, size);
    return weighed;
  }

  function beginStretch(step: number): void {
    const end = Math.min(step + rescoreEvery, steps, step < warmUp ? warmUp : steps);
    const count = (end - step) * batchSize;
    const shares = weights(step);
    const drawn =
      typeof draw === 'function' ? draw(shares, count, random) : draw.plan(shares, count);
    stretch.begin(count, drawn, correct?.(shares));
  }

  const curriculum = begin(
    {
      name,
      settings: {
        size,
        rescoreEvery,
        warmUp,
        unseen,
        score: score === undefined ? 'absent' : 'given',
        draw: typeof draw === 'function' ? 'function' : 'planned',
        correct: correct === undefined ? 'absent' : 'given',
      },
      prepare(step) {
        signal?.throwIfAborted();
        return stretch.over ? bringUpToDate(step) : undefined;
      },
      take(step) {
        if (stretch.over) beginStretch(step);
        return { phase: step < warmUp ? 0 : 1, ...stretch.take() };
      },
      save: (step) => ({
        // At the very end nothing is left to continue, so nothing can be missing.
        scores: step === steps ? observations.scores.slice() : observations.copy(),
        draw: typeof draw === 'function' ? undefined : draw.snapshot(),
        ...stretch.save(),
      }),
      load(state) {
        const { scores } = state;
        if (!isArray(scores, 'Float32Array') || scores.length !== size) {
          throw new RangeError(
            `${name}: cannot continue this snapshot: its scores are not a Float32Array of ${size}`,
          );
        }
        stretch.load(state);
        observations.scores.set(scores);
        if (typeof draw !== 'function') draw.restore(state.draw);
      },
      close: () => observations.close(),
    },
    options,
  );
  return Object.assign(curriculum, {
    observe: observations.add.bind(observations),
    settle: observations.settle.bind(observations),
  });
}
