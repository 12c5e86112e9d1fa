import type { Random } from './curriculum.ts';
import { below } from './passes.ts';

/**
 * An even sample of all values so far, at most `capacity` of them, kept in order for quantiles.
 *
 * @see Vitter 1985, Random sampling with a reservoir, algorithm R
 */
export class Reservoir {
  /** The sample, ascending, in the first `size` places. */
  readonly values: Float64Array;
  size = 0;
  /** How many values there were. */
  seen = 0;
  readonly #name: string;
  readonly #random: Random;

  constructor(name: string, capacity: number, random: Random) {
    this.#name = name;
    this.values = new Float64Array(capacity);
    this.#random = random;
  }

  add(value: number): void {
    this.seen++;
    const { values } = this;
    if (this.size === values.length) {
      const out = below(this.#name, this.seen, this.#random);
      if (out >= this.size) return;
      values.copyWithin(out, out + 1, this.size);
      this.size--;
    }
    let at = 0; // the first place of a larger one
    for (let end = this.size; at < end; ) {
      const middle = (at + end) >>> 1;
      if ((values[middle] as number) > value) end = middle;
      else at = middle + 1;
    }
    values.copyWithin(at + 1, at, this.size);
    values[at] = value;
    this.size++;
  }

  /** The value that this part of the sample is below, between two of them in proportion. */
  quantile(part: number): number {
    const place = part * (this.size - 1);
    const low = Math.floor(place);
    const under = this.values[low] as number;
    const over = this.values[Math.min(low + 1, this.size - 1)] as number;
    return under + (place - low) * (over - under);
  }
}
