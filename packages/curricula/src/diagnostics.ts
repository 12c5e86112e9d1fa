import { isArray } from './random-state.ts';

/** What the batches were like, for plots: of one batch, or of one epoch. */
export interface DiagnosticRecord {
  /** The batch, or the last one of the epoch. */
  step: number;
  /** Its phase. */
  phase: number;
  /** The share of the samples that were drawn: since the start, or within the epoch. */
  coverage: number;
  /**
   * How often each sample was drawn: since the start, or within the epoch. It goes on being counted:
   * copy what you keep.
   */
  draws: Uint32Array;
  /** (sum w)^2 / sum w^2 of the weights drawn by: as many samples, drawn evenly, would vary as much. */
  effectiveSampleSize?: number;
  /** The largest weight over the smallest, `Infinity` where one is 0. */
  maxRatio?: number;
  /** The temperature that `weigh` told. */
  temperature?: number;
  /** The mean of the scores known of the samples drawn, when they were drawn. */
  meanScore?: number;
  /** How many batches were handed out since those scores were taken, in the mean. */
  scoreAge?: number;
}

/** Where diagnostics go. Called as a batch is handed out; what they throw ends the iteration. */
export interface DiagnosticsOptions {
  /** Called for each batch. */
  batch?: ((record: DiagnosticRecord) => void) | undefined;
  /**
   * Called once every ceil(samples / batch size) updates, and at the end, with counts within that epoch
   * and means over its batches.
   */
  epoch?: ((record: DiagnosticRecord) => void) | undefined;
}

/** What a curriculum can say of a batch beside counting. */
export type Look = Partial<
  Pick<
    DiagnosticRecord,
    'effectiveSampleSize' | 'maxRatio' | 'temperature' | 'meanScore' | 'scoreAge'
  >
>;

const MEANS = [
  'effectiveSampleSize',
  'maxRatio',
  'temperature',
  'meanScore',
  'scoreAge',
] as const satisfies (keyof Look)[];

/** Throws unless the diagnostics are functions. */
export function checkDiagnostics(name: string, options: DiagnosticsOptions | undefined): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${name}: diagnostics must be an object, got ${String(options)}`);
  }
  for (const key of ['batch', 'epoch'] as const) {
    if (options[key] !== undefined && typeof options[key] !== 'function') {
      throw new TypeError(`${name}: diagnostics.${key} must be a function, got ${options[key]}`);
    }
  }
}

/** Counts draws; per batch nothing that grows with the number of samples, but at the end of an epoch. */
export class Recorder {
  readonly #options: DiagnosticsOptions;
  readonly #samples: number;
  readonly #epochLength: number;
  readonly #draws: Uint32Array;
  readonly #epochDraws: Uint32Array;
  #seen = 0;
  #epochSeen = 0;
  /** Of each of `MEANS`, how many batches told it in this epoch, and their sum. */
  readonly #sums = new Float64Array(2 * MEANS.length);

  /**
   * @param size All indices are below it.
   * @param samples How many different ones there are.
   */
  constructor(options: DiagnosticsOptions, size: number, samples: number, batchSize: number) {
    this.#options = options;
    this.#samples = samples;
    this.#epochLength = Math.ceil(samples / batchSize);
    this.#draws = new Uint32Array(size);
    this.#epochDraws = new Uint32Array(size);
  }

  note(step: number, phase: number, indices: Int32Array, look: Look, last: boolean): void {
    for (const index of indices) {
      if (this.#draws[index] === 0) this.#seen++;
      if (this.#epochDraws[index] === 0) this.#epochSeen++;
      (this.#draws[index] as number)++;
      (this.#epochDraws[index] as number)++;
    }
    MEANS.forEach((key, k) => {
      if (look[key] === undefined) return;
      (this.#sums[2 * k] as number)++;
      (this.#sums[2 * k + 1] as number) += look[key];
    });
    const { batch, epoch } = this.#options;
    batch?.({ step, phase, coverage: this.#seen / this.#samples, draws: this.#draws, ...look });
    if ((step + 1) % this.#epochLength !== 0 && !last) return;
    const means: Look = {};
    MEANS.forEach((key, k) => {
      const count = this.#sums[2 * k] as number;
      if (count > 0) means[key] = (this.#sums[2 * k + 1] as number) / count;
    });
    const coverage = this.#epochSeen / this.#samples;
    epoch?.({ step, phase, coverage, draws: this.#epochDraws.slice(), ...means });
    this.#epochDraws.fill(0);
    this.#epochSeen = 0;
    this.#sums.fill(0);
  }

  save(): unknown {
    return {
      draws: this.#draws.slice(),
      epochDraws: this.#epochDraws.slice(),
      sums: this.#sums.slice(),
    };
  }

  /** Goes on counting; where the snapshot was taken without diagnostics, from nothing. */
  load(saved: unknown): void {
    const { draws, epochDraws, sums } = (saved ?? {}) as Record<string, unknown>;
    const fits = [draws, epochDraws].every(
      (counts) => isArray(counts, 'Uint32Array') && counts.length === this.#draws.length,
    );
    if (!fits) return;
    this.#draws.set(draws as Uint32Array);
    this.#epochDraws.set(epochDraws as Uint32Array);
    this.#sums.set(sums as Float64Array);
    this.#seen = countAbove0(this.#draws);
    this.#epochSeen = countAbove0(this.#epochDraws);
  }
}

function countAbove0(counts: Uint32Array): number {
  let many = 0;
  for (const count of counts) if (count > 0) many++;
  return many;
}

/** How even some weights are; `weights` not all 0. */
export function spreadOf(
  weights: Float64Array,
): Required<Pick<Look, 'effectiveSampleSize' | 'maxRatio'>> {
  let [least, most, sum, squares] = [Infinity, 0, 0, 0];
  for (const weight of weights) {
    if (weight < least) least = weight;
    if (weight > most) most = weight;
  }
  for (const weight of weights) {
    const share = weight / most; // no overflow
    sum += share;
    squares += share * share;
  }
  return { effectiveSampleSize: (sum * sum) / squares, maxRatio: most / least };
}
