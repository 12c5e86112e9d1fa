import { concat, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';

/** Scores that are made when they are asked for; what a curriculum's `observe` takes. */
interface LaterScores {
  data(): Promise<Float32Array>;
  dispose(): void;
}

type Score = (outputs: Tensor2D, indices: Int32Array) => Tensor1D;

/**
 * Scores the outputs of many updates at once. They are kept until the first of them is asked for, at the end of a
 * stretch, and then scored together: a scorer is a dozen operations, whose fixed cost is not paid at every update.
 *
 * @param score Outputs `[n, classes]` of the samples `[n]` into scores `[n]`, row by row.
 * @returns Takes an update's outputs over, and gives their scores.
 */
export function deferredScores(score: Score): (...update: Parameters<Score>) => LaterScores {
  let open = new Group(score);
  return (outputs, indices) => {
    if (open.isRead) open = new Group(score);
    return open.add(outputs, indices);
  };
}

/** Updates that are scored together. */
class Group {
  readonly #score: Score;
  #updates: { outputs: Tensor2D; indices: Int32Array; start: number }[] = [];
  #count = 0;
  #scores: Promise<Float32Array> | undefined;

  constructor(score: Score) {
    this.#score = score;
  }

  get isRead(): boolean {
    return this.#scores !== undefined;
  }

  add(outputs: Tensor2D, indices: Int32Array): LaterScores {
    const start = this.#count;
    this.#count += indices.length;
    this.#updates.push({ outputs, indices, start });
    return {
      data: async () => {
        this.#scores ??= this.#read();
        return (await this.#scores).subarray(start, start + indices.length);
      },
      dispose: () => outputs.dispose(),
    };
  }

  async #read(): Promise<Float32Array> {
    const outputs = concat(this.#updates.map((update) => update.outputs));
    const indices = new Int32Array(this.#count);
    for (const update of this.#updates) indices.set(update.indices, update.start);
    const scores = this.#score(outputs, indices);
    outputs.dispose();
    const values = await scores.data();
    scores.dispose();
    return values as Float32Array;
  }
}
