import { checkIndices } from './check.ts';

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
}

/**
 * The latest known score of every sample. Scores on the device are kept there and read back together,
 * by `settle`; whatever happens, each is disposed once.
 */
export class Observations {
  /** The latest scores read; NaN where a sample has none. */
  readonly scores: Float32Array;
  readonly #name: string;
  #kept: Kept[] = [];
  /** How many were observed and are not in `scores` yet; some may be on their way. */
  #unsettled = 0;
  #settling: Promise<void> = Promise.resolve();
  #failure: Error | undefined;
  #closed = false;

  constructor(name: string, size: number) {
    this.#name = name;
    this.scores = new Float32Array(size).fill(Number.NaN);
  }

  /** Takes scores; those on the device become ours, also where this throws. */
  add(indices: ArrayLike<number>, scores: ArrayLike<number> | DeviceScores): void {
    if (!isOnDevice(scores)) {
      this.#checkIndices(indices);
      checkScores('observe', 'scores', scores, indices);
      // Behind scores that are still on the device it must wait: those are older.
      if (this.#unsettled === 0) this.set(indices, scores);
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
    this.#kept.push({ indices: new Int32Array(indices), scores });
    this.#unsettled++;
  }

  /** Makes these the latest scores. */
  set(indices: ArrayLike<number>, scores: ArrayLike<number>): void {
    for (let k = 0; k < indices.length; k++) {
      this.scores[indices[k] as number] = scores[k] as number;
    }
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
      for (const [k, { indices }] of kept.entries()) {
        const result = read[k] as PromiseSettledResult<ArrayLike<number>>;
        if (result.status === 'rejected') throw unreadable(result.reason);
        checkScores('observe', 'scores', result.value, indices);
        this.set(indices, result.value);
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
    return this.scores.slice();
  }

  /**
   * Writes the scores to `out`, and in place of missing ones the largest of the others, or their mean.
   *
   * @returns How many were there; where none was, `out` is not written.
   */
  fill(out: Float32Array, unseen: 'hardest' | 'mean'): number {
    const { scores } = this;
    let seen = 0;
    let largest = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i] as number;
      if (Number.isNaN(score)) continue; // unseen
      seen++;
      sum += score;
      if (score > largest) largest = score;
    }
    if (seen === 0) return 0;
    out.set(scores);
    if (seen < scores.length) {
      const filling = unseen === 'hardest' ? largest : sum / seen;
      for (let i = 0; i < out.length; i++) if (Number.isNaN(out[i])) out[i] = filling;
    }
    return seen;
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

function isOnDevice(scores: ArrayLike<number> | DeviceScores): scores is DeviceScores {
  return typeof (scores as DeviceScores | undefined)?.data === 'function';
}

function unreadable(reason: unknown): Error {
  const why = reason instanceof Error ? reason.message : String(reason);
  return new Error(
    `observe: scores could not be read back (if they were made in tidy, keep them): ${why}`,
    { cause: reason },
  );
}
