import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { Accumulator } from './accumulator.ts';
import { type BatchScores, inOnePass, inPasses } from './batch-scores.ts';
import { breather } from './breathe.ts';
import { checkInteger, describe } from './check.ts';
import { outputsOf } from './outputs-of.ts';

interface Common<T> {
  /** Samples at a time, an integer >= 1; 256 by default. */
  batchSize?: number | undefined;
  /** Stops before the next call of `predict`: the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called after each batch, in order: how many samples' scores are there, and of how many. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /** The model's outputs for these samples; `indices` is its own to keep, `pass` counts from 0. */
  predict: (indices: Int32Array, pass: number) => T | Promise<T>;
}

interface BySize {
  /** Scores samples 0 to size - 1. */
  size: number;
  indices?: undefined;
}

interface ByIndices {
  /** Scores these samples, in this order; one may come twice. */
  indices: ArrayLike<number>;
  size?: undefined;
}

/**
 * Indices of a batch's samples. Having no `from` is what lets a scorer with options be given as it is:
 * `scorer: entropy`.
 */
export type BatchIndices = Int32Array & { from?: undefined };

interface InOnePass<T> {
  /**
   * The scores `[n]` of the outputs of n samples. A method, so that it may ask for a `Tensor` where
   * tfjs-layers' `predict` says `Tensor | Tensor[]`.
   */
  scorer(outputs: T, indices: BatchIndices): Tensor1D;
  accumulate?: undefined;
  passes?: undefined;
}

interface InPasses<T> {
  /** Makes what takes in the passes over a batch, one for each batch. */
  accumulate: () => Accumulator<T>;
  /** How many times each batch is predicted, an integer >= 1. */
  passes: number;
  scorer?: undefined;
}

export type ScoreAllOptions<T> = Common<T> & (BySize | ByIndices) & (InOnePass<T> | InPasses<T>);

/**
 * Scores a data set of any size, a batch at a time, and brings the scores to the host.
 *
 * Tensors are taken care of: what `predict` makes while it runs is disposed (as in `tidy`), **its outputs
 * too** once they are scored (so `clone` a tensor that should outlive it), and what `scorer` makes. Of an
 * async `predict` that goes for what it makes before its first `await`, and for its outputs. Nothing is left
 * behind by an error or an abort.
 *
 * Two batches are in flight, so that a device works while the scores of the batch before are read back: one
 * read-back a batch. With `accumulate`, each batch is predicted `passes` times and no more than two passes'
 * outputs are there at once; if the first two passes over the first batch are equal in every number, the
 * model repeats itself, and that is an error.
 *
 * @param options.size Scores samples 0 to size - 1; or
 * @param options.indices the samples to score, integers >= 0.
 * @param options.batchSize Samples at a time; 256 by default.
 * @param options.predict `(indices, pass)` to outputs: a tensor, or arrays and objects of tensors (labels or
 *   features along with it), or a promise of them. `pass` is 0 with a `scorer`, else below `passes`, so that
 *   a committee predicts as `models[pass]`.
 * @param options.scorer `(outputs, indices)` to scores `[n]`, synchronous.
 * @param options.accumulate Instead of a scorer: makes an accumulator, such as `baldAccumulator`.
 * @param options.passes With `accumulate`.
 * @param options.signal Aborts between two calls of `predict`.
 * @param options.onProgress Given `{ done, total }`, in samples, after each batch.
 * @returns Score k belongs to indices[k].
 * @throws RangeError if a score is not finite, naming its sample (a label that is no class scores NaN), or if
 *   an option is out of its range; Error if passes repeat; what `predict` and `scorer` throw; the reason of
 *   the signal.
 *
 * @example
 * ```ts
 * import { gather, tensor2d } from '@tensorflow/tfjs-core';
 * import { leastConfidence, scoreAll } from '@gradus/scorers';
 * const outputs = tensor2d([[1, 0], [0.5, 0.5], [0.25, 0.75]]);
 * const scores = await scoreAll({
 *   size: 3,
 *   predict: (indices) => gather(outputs, indices), // a model would predict here
 *   scorer: (rows) => leastConfidence(rows),
 * });
 * scores; // => Float32Array.of(0, 0.5, 0.25)
 * outputs.dispose();
 * ```
 */
export async function scoreAll<T>(options: ScoreAllOptions<T>): Promise<Float32Array> {
  const { batchSize = 256, signal, onProgress } = options;
  checkInteger('scoreAll', 'batchSize', batchSize, 1);
  const samples = samplesOf(options);
  const scoresOf = batchScoresOf(options);
  const scores = new Float32Array(samples.length);
  const inFlight: Batch[] = [];

  async function land(): Promise<void> {
    const batch = inFlight.shift();
    if (!batch) return;
    const { start, count, values } = batch;
    const landed = await values;
    if (landed.length > count && landed[count] === 0) throw new Error(REPEATED);
    for (let i = 0; i < count; i++) {
      const value = landed[i] as number;
      if (!Number.isFinite(value)) {
        throw new RangeError(`scoreAll: the score of sample ${samples[start + i]} is ${value}`);
      }
      scores[start + i] = value;
    }
    onProgress?.({ done: start + count, total: samples.length });
  }

  signal?.throwIfAborted();
  try {
    for (let start = 0; start < samples.length; start += batchSize) {
      const indices = samples.slice(start, start + batchSize);
      const values = read(await scoresOf(indices, start === 0));
      values.catch(() => {}); // land awaits it, and until then it is nobody's unhandled rejection
      inFlight.push({ start, count: indices.length, values });
      if (inFlight.length > 1) await land();
    }
    await land();
  } finally {
    await Promise.allSettled(inFlight.map(({ values }) => values));
  }
  return scores;
}

interface Batch {
  start: number;
  count: number;
  /** The batch's scores, and after them maybe how many numbers of its first two passes differ. */
  values: Promise<ArrayLike<number>>;
}

const REPEATED =
  'scoreAll: passes 0 and 1 over the first batch are equal: predict repeats itself ' +
  '(dropout is off, or a seeded dropout layer repeats its mask; see stochastic)';

async function read(scores: Tensor1D): Promise<ArrayLike<number>> {
  try {
    return await scores.data();
  } finally {
    scores.dispose();
  }
}

function samplesOf({ size, indices }: { size?: unknown; indices?: unknown }): Int32Array {
  if ((size === undefined) === (indices === undefined)) {
    throw new TypeError('scoreAll: give either size or indices');
  }
  if (size !== undefined) {
    checkInteger('scoreAll', 'size', size, 0);
    return Int32Array.from({ length: size as number }, (_, i) => i);
  }
  const { length } = indices as ArrayLike<number>;
  checkInteger('scoreAll', 'indices.length', length, 0);
  return Int32Array.from({ length }, (_, i) => {
    const index = (indices as ArrayLike<number>)[i];
    checkInteger('scoreAll', `indices[${i}]`, index, 0);
    return index as number;
  });
}

function batchScoresOf<T>(options: ScoreAllOptions<T>): BatchScores {
  const { predict, scorer, accumulate, passes, signal } = options;
  checkFunction('predict', predict);
  const breathe = breather();
  const outputs = async (indices: Int32Array, pass: number): Promise<T> => {
    await breathe();
    signal?.throwIfAborted();
    return outputsOf(() => predict(indices.slice(), pass));
  };
  if ((scorer === undefined) === (accumulate === undefined)) {
    throw new TypeError('scoreAll: give either scorer or accumulate');
  }
  if (accumulate === undefined) {
    checkFunction('scorer', scorer);
    if (passes !== undefined) throw new TypeError('scoreAll: passes goes with accumulate');
    return inOnePass(outputs, (rows, indices) => scorer(rows, indices));
  }
  checkFunction('accumulate', accumulate);
  checkInteger('scoreAll', 'passes', passes, 1);
  return inPasses(outputs, accumulate, passes);
}

function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') {
    throw new TypeError(`scoreAll: ${name} must be a function, got ${describe(value)}`);
  }
}
