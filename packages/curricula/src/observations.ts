import { checkIndices } from './check.ts';
import type { Look } from './diagnostics.ts';
import { anyMissing, fillMissing, largestKnown, meanKnown } from './known-scores.ts';
import { isArray } from './random-state.ts';

/**
 * Scores that are still on the device: a tfjs `Tensor1D` is one. What `data` gives is as long as the
 * indices they were observed for.
 */
export interface DeviceScores {
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

interface Kept {
  indices: Int32Array;
  scores: Float32Array | DeviceScores;
  /** After how many batches they were taken. */
  step: number;
}

/**
 * The latest known score of every sample. Scores on the device are kept there and read back together,
 * by `settle`; whatever happens, each is disposed once.
 */
export class Observations {
  /** The latest scores read; NaN where a sample has none. */
  readonly scores: Float32Array;
  /** After how many batches each was taken, -1 where a sample has none; where that is tracked. */
  readonly scoredAt: Int32Array | undefined;
  readonly #name: string;
  readonly #now: () => number;
  readonly #took: ((scores: ArrayLike<number>) => void) | undefined;
  #kept: Kept[] = [];
  /** How many were observed and are not in `scores` yet; some may be on their way. */
  #unsettled = 0;
  #settling: Promise<void> = Promise.resolve();
  #failure: Error | undefined;
  #closed = false;
  /** Whether every sample is known to have a score. */
  #complete = false;

  constructor(
    name: string,
    size: number,
    {
      tracked,
      now,
      took,
    }: { tracked: boolean; now: () => number; took?: (scores: ArrayLike<number>) => void },
  ) {
    this.#took = took;
    this.#name = name;
    this.#now = now;
    this.scores = new Float32Array(size).fill(Number.NaN);
    this.scoredAt = tracked ? new Int32Array(size).fill(-1) : undefined;
  }

  /** Takes scores; those on the device become ours, also where this throws. */
  add(indices: ArrayLike<number>, scores: ArrayLike<number> | DeviceScores): void {
    if (!isOnDevice(scores)) {
      this.#checkIndices(indices);
      checkScores('observe', 'scores', scores, indices);
      // Behind scores that are still on the device it must wait: those are older.
      if (this.#unsettled === 0) this.#take(indices, scores, this.#now());
      else this.#keep(indices, new Float32Array(scores));
      return;
    }
    try {
      this.#checkIndices(indices);
    } catch (error) {
      scores.dispose();
      throw error;
    }
    if (this.#closed) {
      // A loop that fetches ahead observes its last batches after the end.
      scores.dispose();
      this.#failure ??= new Error('scores were observed after the iteration had ended');
    } else {
      this.#keep(indices, scores);
    }
  }

  #checkIndices(indices: ArrayLike<number>): void {
    if (!(indices?.length >= 0)) {
      throw new TypeError(`observe: indices must be an array, got ${String(indices)}`);
    }
    checkIndices('observe', 'indices', indices, this.scores.length);
  }

  #keep(indices: ArrayLike<number>, scores: Float32Array | DeviceScores): void {
    this.#kept.push({ indices: new Int32Array(indices), scores, step: this.#now() });
    this.#unsettled++;
  }

  #take(indices: ArrayLike<number>, scores: ArrayLike<number>, step: number): void {
    this.#took?.(scores);
    this.set(indices, scores, step);
  }

  /** Makes these the latest scores, taken after `step` batches. */
  set(indices: ArrayLike<number>, scores: ArrayLike<number>, step: number): void {
    for (let k = 0; k < indices.length; k++) {
      this.scores[indices[k] as number] = scores[k] as number;
    }
    if (this.scoredAt === undefined) return;
    for (let k = 0; k < indices.length; k++) this.scoredAt[indices[k] as number] = step;
  }

  /** Takes over the scores of a snapshot, which may not say when each was taken. */
  load(scores: Float32Array, scoredAt: unknown, step: number): void {
    this.scores.set(scores);
    if (this.scoredAt === undefined) return;
    if (scoredAt === undefined) {
      this.scoredAt.set(Int32Array.from(scores, (score) => (Number.isNaN(score) ? -1 : step)));
    } else if (isArray(scoredAt, 'Int32Array') && scoredAt.length === scores.length) {
      this.scoredAt.set(scoredAt);
    } else {
      throw new RangeError(
        `${this.#name}: cannot continue this snapshot: its scoredAt is not an Int32Array of ${scores.length}`,
      );
    }
  }

  /** The mean score of those of a batch that have one, and its mean age in updates. */
  look(indices: Int32Array): Look {
    let [known, sum, age] = [0, 0, 0];
    for (const index of indices) {
      const score = this.scores[index] as number;
      if (Number.isNaN(score)) continue;
      known++;
      sum += score;
      age += this.#now() - 1 - (this.scoredAt?.[index] as number); // the batch itself is counted
    }
    return known === 0 ? {} : { meanScore: sum / known, scoreAge: age / known };
  }

  /** Whether there is something to read back. */
  get unsettled(): boolean {
    return this.#unsettled > 0;
  }

  /** Reads back what is on the device, all at once, and disposes it. */
  settle(): Promise<void> {
    const settle = () => this.#settle();
    this.#settling = this.#settling.then(settle, settle);
    return this.#settling;
  }

  async #settle(): Promise<void> {
    const kept = this.#kept;
    this.#kept = [];
    const read = await Promise.allSettled(
      kept.map(async ({ scores }) => (isOnDevice(scores) ? scores.data() : scores)),
    );
    for (const { scores } of kept) if (isOnDevice(scores)) scores.dispose();
    this.#unsettled -= kept.length;
    try {
      for (const [k, { indices, step }] of kept.entries()) {
        const result = read[k] as PromiseSettledResult<ArrayLike<number>>;
        if (result.status === 'rejected') throw unreadable(result.reason);
        checkScores('observe', 'scores', result.value, indices);
        this.#take(indices, result.value, step);
      }
    } catch (error) {
      this.#failure ??= error as Error;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Settles a last time and takes no more. What fails now is told by `copy`. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.settle().catch(() => {});
  }

  /** The scores for a snapshot. */
  copy(): Float32Array {
    this.checkSettled();
    return this.scores.slice();
  }

  /** Throws if scores that were observed are missing. */
  checkSettled(): void {
    if (this.#failure !== undefined) {
      throw new Error(
        `${this.#name}: snapshot() is missing scores: ${this.#failure.message}; continue an earlier one`,
        { cause: this.#failure },
      );
    }
    if (this.#unsettled > 0) {
      throw new Error(
        `${this.#name}: ${this.#unsettled} observed scores are still on the device: ` +
          'await curriculum.settle() before snapshot()',
      );
    }
  }

  /** The mean of the scores there are; undefined where there is none. */
  mean(): number | undefined {
    return meanKnown(this.scores);
  }

  /**
   * Writes the scores to `out`, and in place of missing ones the largest of the others, or their mean.
   *
   * @returns Whether there was any; where there was none, `out` is not written.
   */
  fill(out: Float32Array, unseen: 'hardest' | 'mean'): boolean {
    const { scores } = this;
    this.#complete ||= !anyMissing(scores);
    if (this.#complete) {
      out.set(scores);
      return true;
    }
    const filling = unseen === 'hardest' ? largestKnown(scores) : meanKnown(scores);
    if (filling === undefined) return false;
    fillMissing(scores, filling, out);
    return true;
  }
}

/** Throws unless there is a finite score, as float32, for each of the samples. */
export function checkScores(
  name: string,
  option: string,
  scores: ArrayLike<number>,
  indices: ArrayLike<number>,
): void {
  if (scores?.length !== indices.length) {
    throw new RangeError(
      `${name}: ${option} must have ${indices.length} values, one for each index, got ${String(scores?.length)}`,
    );
  }
  for (let k = 0; k < scores.length; k++) {
    if (!Number.isFinite(Math.fround(scores[k] as number))) {
      throw new RangeError(`${name}: ${option}[${k}] is ${scores[k]} (sample ${indices[k]})`);
    }
  }
}

/** Whether scores are to be read back first. */
export function isOnDevice(scores: ArrayLike<number> | DeviceScores): scores is DeviceScores {
  return typeof (scores as DeviceScores | undefined)?.data === 'function';
}

function unreadable(reason: unknown): Error {
  const why = reason instanceof Error ? reason.message : String(reason);
  return new Error(
    `observe: scores could not be read back (if they were made in tidy, keep them): ${why}`,
    { cause: reason },
  );
}
