import { checkIndices } from './check.ts';
import { indicesOf } from './course.ts';
import type { Batch } from './curriculum.ts';
import { isArray } from './random-state.ts';

/** The indices that were planned and are not handed out yet, with their weights where there are any. */
export class Stretch {
  readonly #name: string;
  readonly #size: number;
  readonly #batchSize: number;
  readonly #indices: Int32Array;
  readonly #weights: Float32Array | undefined;
  #at = 0;
  #end = 0;

  constructor(
    name: string,
    { size, batchSize, batches }: { size: number; batchSize: number; batches: number },
    weighted: boolean,
  ) {
    this.#name = name;
    this.#size = size;
    this.#batchSize = batchSize;
    this.#indices = new Int32Array(batches * batchSize);
    this.#weights = weighted ? new Float32Array(batches * batchSize) : undefined;
  }

  /** Whether everything was handed out. */
  get over(): boolean {
    return this.#at === this.#end;
  }

  /** Takes in `count` drawn indices and, from one for each sample, their weights. */
  begin(count: number, drawn: Int32Array, corrected?: ArrayLike<number> | undefined): void {
    const name = this.#name;
    if (drawn?.length !== count) {
      throw new RangeError(
        `${name}: draw must give the ${count} indices asked for, got ${String(drawn?.length)}`,
      );
    }
    checkIndices(name, 'draw(...)', drawn, this.#size);
    if (this.#weights !== undefined) {
      if (corrected?.length !== this.#size) {
        throw new RangeError(
          `${name}: correct must give ${this.#size} weights, one for each sample, got ${String(corrected?.length)}`,
        );
      }
      for (let k = 0; k < count; k++) {
        const weight = Math.fround(corrected[drawn[k] as number] as number);
        if (!(weight >= 0 && weight < Infinity)) {
          throw new RangeError(
            `${name}: correct gave ${weight} for sample ${drawn[k]}, must be finite and >= 0`,
          );
        }
        this.#weights[k] = weight;
      }
    }
    this.#indices.set(drawn);
    this.#at = 0;
    this.#end = count;
  }

  /** The next batch, in arrays of its own. */
  take(): Pick<Batch, 'indices' | 'weights'> {
    const from = this.#at;
    this.#at += this.#batchSize;
    const indices = this.#indices.slice(from, this.#at);
    const weights = this.#weights?.slice(from, this.#at);
    return weights === undefined ? { indices } : { indices, weights };
  }

  save(): { plan: Int32Array; weights: Float32Array | undefined } {
    return {
      plan: this.#indices.slice(this.#at, this.#end),
      weights: this.#weights?.slice(this.#at, this.#end),
    };
  }

  load(state: Record<string, unknown>): void {
    const refuse = (why: string) =>
      new RangeError(`${this.#name}: cannot continue this snapshot: its ${why}`);
    const plan = indicesOf(this.#name, state, 'plan', { size: this.#size });
    if (plan.length > this.#indices.length || plan.length % this.#batchSize !== 0) {
      throw refuse(`plan of ${plan.length} indices is not of whole batches within a stretch`);
    }
    if (this.#weights !== undefined) {
      const { weights } = state;
      if (!isArray(weights, 'Float32Array') || weights.length !== plan.length) {
        throw refuse(`weights are not a Float32Array of ${plan.length}`);
      }
      this.#weights.set(weights);
    }
    this.#indices.set(plan);
    this.#at = 0;
    this.#end = plan.length;
  }
}
