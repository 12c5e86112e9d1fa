import { checkBoolean, checkChoice, checkFunction, checkInteger } from './check.ts';
import { begin, checkCommon, countOf } from './course.ts';
import type { Curriculum, CurriculumOptions } from './curriculum.ts';
import type { Look } from './diagnostics.ts';
import { type DeviceScores, Observations } from './observations.ts';
import { indicesBelow } from './passes.ts';
import { isArray } from './random-state.ts';
import { checkRefresh, pickSome, type RefreshOptions } from './refresh.ts';
import { type Score, scoresOf } from './score.ts';
import { Stretch } from './stretch.ts';

/** What the curricula that learn the samples' scores while they run share. */
export interface ScoredOptions extends CurriculumOptions {
  /** The number of samples: an integer, at least 1. */
  size: number;
  /** Updates between two weighings, one stretch: an integer, at least 1; may exceed `steps`. */
  rescoreEvery: number;
  /**
   * Scores samples with the model as it is then, before each weighing: all of them (the indices are
   * 0, ..., `size - 1`), or those that `refresh` picks. Left out, the scores are those observed.
   */
  score?: Score | undefined;
  /** What a sample without a score counts as: the largest score of the others (default), or their mean. */
  unseen?: 'hardest' | 'mean' | undefined;
  /** Updates on equal weights before the first weighing: an integer, at least 0; default: one stretch. */
  warmUp?: number | undefined;
  /** `score` a part of the samples at each weighing, the first included; default: all of them. */
  refresh?: RefreshOptions | undefined;
  /** Ends the iteration with its reason; handed on to `score`. */
  signal?: AbortSignal | undefined;
  /** The random twin to compare with, described at each curriculum; default: false. */
  control?: boolean | undefined;
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

/** A stretch as it was planned. */
export interface Planned {
  /** `[count]`. */
  indices: Int32Array;
  phase: number;
  /** What to multiply the loss of each sample with, `[size]`. */
  corrected?: ArrayLike<number> | undefined;
  look?: Look;
}

/** What each of these curricula brings. */
export interface Plan {
  readonly settings: Record<string, string | number | boolean>;
  readonly corrects: boolean;
  /** The next stretch; without scores in the warm-up. The scores are every sample's, finite. */
  plan(scores: Float32Array | undefined, step: number, count: number): Planned;
  /** How likely each is to be drawn by these scores, for `refresh`. */
  weights(scores: Float32Array, step: number): Float64Array;
  save(): Record<string, unknown>;
  load(state: Record<string, unknown>): void;
}

/** Throws unless the shared options are right. */
export function checkScored(name: string, options: ScoredOptions): void {
  const { size, rescoreEvery, score, unseen = 'hardest', warmUp = 0, refresh, control } = options;
  checkInteger(name, 'size', size, 1);
  checkCommon(name, options);
  checkInteger(name, 'rescoreEvery', rescoreEvery, 1);
  if (score !== undefined) checkFunction(name, 'score', score);
  checkChoice(name, 'unseen', unseen, ['hardest', 'mean']);
  checkInteger(name, 'warmUp', warmUp, 0);
  checkBoolean(name, 'control', control);
  if (refresh === undefined) return;
  checkRefresh(name, refresh);
  if (score === undefined) throw new TypeError(`${name}: refresh needs a score to refresh with`);
}

/** Stretches of updates, each planned by the scores as they are when it begins. */
export function beginScored(
  name: string,
  options: ScoredOptions,
  { settings, corrects, plan, weights, save, load }: Plan,
): DynamicCurriculum {
  const { size, batchSize, steps, random, rescoreEvery, score, signal, refresh } = options;
  const { unseen = 'hardest', warmUp = rescoreEvery, control = false } = options;
  const { snapshots, diagnostics } = options;

  const observations = new Observations(name, size, {
    tracked: refresh?.pick === 'oldest' || diagnostics !== undefined,
    now: () => curriculum.step,
  });
  const filled = new Float32Array(size); // the scores as weigh sees them
  const stretch = new Stretch(
    name,
    { size, batchSize, batches: Math.min(rescoreEvery, steps) },
    corrects,
  );
  let phase = 0;
  let look: Look = {};

  /** Which samples to score. */
  function stale(step: number): Int32Array {
    if (refresh === undefined) return indicesBelow(size);
    const { fraction, pick } = refresh;
    const likely = pick === 'likely' && observations.fill(filled, unseen);
    return pickSome(
      pick === 'likely' && !likely ? 'random' : pick,
      { size, count: Math.ceil(fraction * size), random },
      {
        scoredAt: observations.scoredAt,
        weights: likely ? weights(filled, step) : undefined,
      },
    );
  }

  async function bringUpToDate(step: number): Promise<void> {
    if (observations.unsettled) await observations.settle();
    if (score === undefined || step < warmUp || !stretch.over) return;
    const indices = stale(step);
    observations.set(indices, await scoresOf(name, score, indices, { step, signal }), step);
  }

  function beginStretch(step: number): void {
    const warm = step < warmUp;
    if (!warm && !observations.fill(filled, unseen)) {
      throw new Error(
        `${name}: no score is known at step ${step}: call observe() in the loop, or pass score`,
      );
    }
    const end = Math.min(step + rescoreEvery, steps, warm ? warmUp : steps);
    const count = (end - step) * batchSize;
    const planned = plan(warm ? undefined : filled, step, count);
    stretch.begin(count, planned.indices, planned.corrected);
    phase = planned.phase;
    look = planned.look ?? {};
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
        refresh: refresh === undefined ? 'all' : `${refresh.fraction} ${refresh.pick}`,
        control,
        ...settings,
      },
      size,
      look: (indices) => ({ ...look, ...observations.look(indices) }),
      prepare(step) {
        signal?.throwIfAborted();
        return stretch.over || (snapshots && observations.unsettled)
          ? bringUpToDate(step)
          : undefined;
      },
      take(step) {
        if (stretch.over) beginStretch(step);
        return { phase, ...stretch.take() };
      },
      save: (step) => ({
        // At the very end nothing is left to continue, so nothing can be missing.
        scores: step === steps ? observations.scores.slice() : observations.copy(),
        scoredAt: observations.scoredAt?.slice(),
        phase,
        look: diagnostics && { ...look },
        ...stretch.save(),
        ...save(),
      }),
      load(state, step) {
        const { scores, scoredAt } = state;
        if (!isArray(scores, 'Float32Array') || scores.length !== size) {
          throw new RangeError(
            `${name}: cannot continue this snapshot: its scores are not a Float32Array of ${size}`,
          );
        }
        phase = countOf(name, state, 'phase', 2);
        look = (state.look ?? {}) as Look;
        stretch.load(state);
        observations.load(scores, scoredAt, step);
        load(state);
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
