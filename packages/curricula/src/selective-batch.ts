import { checkBoolean, checkChoice, checkFunction, checkInteger, checkWithin } from './check.ts';
import { begin, checkCommon, countOf, indicesOf } from './course.ts';
import type { Batch, CurriculumOptions } from './curriculum.ts';
import { fingerprint } from './fingerprint.ts';
import { type DeviceScores, isOnDevice, Observations } from './observations.ts';
import { indicesBelow, Passes } from './passes.ts';
import { type Score, scoresOf } from './score.ts';
import type { DynamicCurriculum } from './scored-course.ts';

export interface SelectiveBatchOptions extends CurriculumOptions {
  /** The number of samples: an integer, at least 1. */
  size: number;
  /** Scores the candidates of each batch with the model as it is then, higher = harder, finite. */
  score: Score;
  /** k: there are k `batchSize` candidates for each batch; an integer, at least 1; default 3. */
  pool?: number | undefined;
  /**
   * `'sample'` (default): b are drawn in proportion to their scores, which are at least 0, with
   * replacement, and weighted. `'top'`: the b with the highest scores, not weighted.
   */
  keep?: 'sample' | 'top' | undefined;
  /**
   * For `'top'`, what is taken off the scores, `[size]`, finite: with losses, those of a model trained
   * on data held out.
   */
  holdout?: ArrayLike<number> | undefined;
  /**
   * For `'sample'`: nothing is scored, and batches are plain shuffling, while tau is not above this;
   * default: always score. The paper's is (k + 3) / 3, (B + 3 b) / 3 b.
   */
  switchOn?: number | undefined;
  /** How much of the old tau each update keeps, a_tau, in [0, 1); default 0.9. */
  smoothing?: number | undefined;
  /** Ends the iteration with its reason; handed on to `score`. */
  signal?: AbortSignal | undefined;
  /** The random twin: b of the k b candidates, any of them, without scoring; default: false. */
  control?: boolean | undefined;
}

/**
 * Looks before it trains: for each batch of b, k b candidates are scored, and b of them are kept.
 *
 * The candidates are the next k b of shuffled passes over the samples; a pool larger than the data holds
 * some of them more than once.
 *
 * `keep: 'sample'` is importance sampling with B = k b candidates of scores s, g_i = s_i / sum s: b are
 * drawn by g with replacement, with weights 1 / (B g_i), so that the gradient stays that of uniform
 * sampling. With the norm of each sample's gradient as the score the variance is lowest; theirs is its bound
 * by the last layer, |softmax - onehot| for the cross-entropy (`el2n` of `@gradus/scorers`). It pays when
 *
 *     tau = (1 - |g - 1/B|^2 / |g|^2)^(-1/2) = sqrt(B sum g_i^2)
 *
 * is above (B + 3 b) / 3 b, a backward pass taken to cost two forward ones; `switchOn` waits for that. tau
 * is a moving average from 0, of the pools' g while on, and of what is observed of each batch while off:
 * `observe` the batch's scores, made by the forward pass of training, or it stays off. Those on the device
 * are then read back at each update. What is observed after a batch that was scored is disposed and ignored.
 *
 * `keep: 'top'` with losses, and a `holdout`, is RHO-LOSS: the b of the highest reducible loss,
 * l_i - holdout_i (there with k = 10: 32 of 320).
 *
 * @returns Batches of phase 0 while nothing is scored, 1 otherwise; with `weights` where `keep` is
 * `'sample'`, 1 while nothing is scored.
 * @throws RangeError or TypeError at once if an option is out of its range; from the iteration if `score`
 * gives what it must not. An error in `score` comes as the `cause` of one that says at which step; the
 * snapshot then tries again.
 * @see Katharopoulos and Fleuret 2018, Not all samples are created equal, algorithm 1; the threshold is eq. 29 of arXiv:1803.00942
 * @see Mindermann et al. 2022, Prioritized training on points that are learnable, algorithm 1
 *
 * @example
 * ```ts
 * import { selectiveBatch } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * const losses = [5, 5, 3, 1];
 * const holdout = [5, 4, 0, 0]; // the first two cannot be learned: their labels are wrong
 * const curriculum = selectiveBatch({
 *   size: 4, batchSize: 1, pool: 4, keep: 'top', holdout, steps: 2, random: createRng(1),
 *   score: (indices) => Float32Array.from(indices, (i) => losses[i]),
 * });
 * const kept = [];
 * for await (const { indices } of curriculum) kept.push(...indices);
 * kept; // => [2, 2]
 * ```
 */
export function selectiveBatch(options: SelectiveBatchOptions): DynamicCurriculum {
  const name = 'selectiveBatch';
  const { size, batchSize, steps, random, from, score, holdout, switchOn, signal } = options;
  const { pool: k = 3, keep = 'sample', smoothing = 0.9, control = false } = options;
  checkInteger(name, 'size', size, 1);
  checkCommon(name, options);
  checkFunction(name, 'score', score);
  checkInteger(name, 'pool', k, 1);
  checkChoice(name, 'keep', keep, ['sample', 'top']);
  checkHoldout(name, holdout, size, keep);
  if (switchOn !== undefined) {
    if (keep === 'top') throw new TypeError(`${name}: switchOn needs keep: 'sample'`);
    checkWithin(name, 'switchOn', switchOn, { above: 0, most: Infinity, inclusive: true });
  }
  checkWithin(name, 'smoothing', smoothing, { above: 0, most: 1, inclusive: true });
  if (smoothing === 1) throw new RangeError(`${name}: smoothing must be below 1, got 1`);
  checkBoolean(name, 'control', control);

  let tau = 0;
  const smooth = (scores: ArrayLike<number>) => {
    tau = smoothing * tau + (1 - smoothing) * tauOf(name, scores);
  };
  const observations = new Observations(name, size, {
    tracked: options.diagnostics !== undefined,
    now: () => curriculum.step,
    took: (observed) => {
      if (observed.length > 0) smooth(observed);
    },
  });
  const passes = new Passes(name, indicesBelow(size), size, random);
  // The candidates of the next batch are drawn ahead, so that a score that fails leaves no trace.
  const pool = from === undefined ? passes.take(k * batchSize) : new Int32Array(k * batchSize);
  const isOn = () => !control && (switchOn === undefined || tau > switchOn);
  let scores: Float32Array | undefined; // of the pool, where it was scored
  let phase = 0; // of the last batch

  async function look(step: number): Promise<void> {
    if (observations.unsettled) await observations.settle();
    if (!isOn()) return;
    scores = await scoresOf(name, score, pool, { step, signal });
    if (keep === 'sample') checkPositive(name, scores, pool);
  }

  /** `batchSize` of the scored pool. */
  function choose(scores: Float32Array): Pick<Batch, 'indices' | 'weights'> {
    if (keep === 'sample') {
      smooth(scores);
      const { places, weights } = drawByScores(name, scores, batchSize, random);
      return { indices: places.map((place) => pool[place] as number), weights };
    }
    const gain = (place: number) =>
      (scores[place] as number) - ((holdout?.[pool[place] as number] as number | undefined) ?? 0);
    const places = indicesBelow(pool.length).sort((i, j) => gain(j) - gain(i));
    return { indices: places.slice(0, batchSize).map((place) => pool[place] as number) };
  }

  const curriculum = begin(
    {
      name,
      settings: {
        size,
        pool: k,
        keep,
        holdout: holdout === undefined ? 'absent' : fingerprint(holdout),
        switchOn: switchOn ?? 'always',
        smoothing,
        control,
      },
      size,
      look: (indices) => observations.look(indices),
      prepare(step) {
        signal?.throwIfAborted();
        return observations.unsettled || isOn() ? look(step) : undefined;
      },
      take() {
        let used = pool.length;
        let batch: Omit<Batch, 'step'>;
        if (scores !== undefined) {
          if (options.diagnostics) observations.set(pool, scores, curriculum.step);
          batch = { phase: 1, ...choose(scores) };
        } else {
          // The pool is in random order. Plain shuffling goes on with the rest of it.
          if (!control) used = batchSize;
          const weights = { weights: new Float32Array(batchSize).fill(1) };
          const indices = pool.slice(0, batchSize);
          batch = { phase: 0, indices, ...(keep === 'sample' ? weights : {}) };
        }
        scores = undefined;
        phase = batch.phase;
        pool.copyWithin(0, used);
        pool.set(passes.take(used), pool.length - used);
        return batch;
      },
      save(step) {
        if (step !== steps) observations.checkSettled();
        return { pool: pool.slice(), order: passes.order.slice(), at: passes.at, tau, phase };
      },
      load(state) {
        if (typeof state.tau !== 'number' || !(state.tau >= 0)) {
          throw new RangeError(
            `${name}: cannot continue this snapshot: its tau is ${String(state.tau)}`,
          );
        }
        tau = state.tau;
        phase = countOf(name, state, 'phase', 1);
        pool.set(indicesOf(name, state, 'pool', { length: pool.length, size }));
        passes.order.set(indicesOf(name, state, 'order', { length: size, size }));
        passes.seek(size, countOf(name, state, 'at', size));
      },
      close: () => observations.close(),
    },
    options,
  );
  return Object.assign(curriculum, {
    observe(indices: ArrayLike<number>, observed: ArrayLike<number> | DeviceScores) {
      if (!control && switchOn !== undefined && phase === 0) observations.add(indices, observed);
      else if (isOnDevice(observed)) observed.dispose();
    },
    settle: observations.settle.bind(observations),
  });
}

/** sqrt(B sum g^2): how much importance sampling by these scores would lower the variance. */
function tauOf(name: string, scores: ArrayLike<number>): number {
  checkPositive(name, scores);
  let [sum, squares] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    sum += score;
    squares += score * score;
  }
  return squares === 0 ? 1 : Math.sqrt(scores.length * squares) / sum;
}

/** `count` places in proportion to the scores, and their weights 1 / (B g). */
function drawByScores(
  name: string,
  scores: Float32Array,
  count: number,
  random: () => number,
): { places: Int32Array; weights: Float32Array } {
  const sums = new Float64Array(scores.length);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    sum += scores[i] as number;
    sums[i] = sum;
  }
  const places = new Int32Array(count);
  const weights = new Float32Array(count).fill(1);
  for (let n = 0; n < count; n++) {
    const u = random();
    if (!(u >= 0 && u < 1)) {
      throw new RangeError(`${name}: random() must be in [0, 1), but it gave ${u}`);
    }
    if (sum === 0) {
      places[n] = Math.floor(u * scores.length); // nothing to choose by
      continue;
    }
    // The first place whose sum is above u sum, which is below the last: its score is not 0.
    let [low, high] = [0, scores.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) > u * sum) high = middle;
      else low = middle + 1;
    }
    places[n] = low;
    weights[n] = sum / (scores.length * (scores[low] as number));
  }
  return { places, weights };
}

function checkPositive(name: string, scores: ArrayLike<number>, indices?: Int32Array): void {
  for (let i = 0; i < scores.length; i++) {
    if (!((scores[i] as number) >= 0)) {
      const sample = indices === undefined ? '' : ` (sample ${indices[i]})`;
      throw new RangeError(
        `${name}: scores to sample by must be >= 0, but [${i}] is ${scores[i]}${sample}`,
      );
    }
  }
}

function checkHoldout(
  name: string,
  holdout: ArrayLike<number> | undefined,
  size: number,
  keep: string,
): void {
  if (holdout === undefined) return;
  if (keep !== 'top') throw new TypeError(`${name}: holdout needs keep: 'top'`);
  if (holdout?.length !== size) {
    throw new RangeError(
      `${name}: holdout must have ${size} values, one for each sample, got ${String(holdout?.length)}`,
    );
  }
  for (let i = 0; i < size; i++) {
    if (!Number.isFinite(holdout[i])) {
      throw new RangeError(`${name}: holdout[${i}] must be finite, got ${String(holdout[i])}`);
    }
  }
}
