import type { Random } from './curriculum.ts';
import type { Look } from './diagnostics.ts';

/**
 * Shuffled passes over an array, in place: everything is drawn once before anything is drawn again.
 *
 * It is Durstenfeld's shuffle, one swap a draw: the part before the cursor has been drawn in this
 * pass, and the next is chosen evenly from the rest. So a pass costs nothing up front, and its order
 * is uniform whatever order the last one left.
 *
 * @see Durstenfeld 1964, Algorithm 235: Random permutation
 */
export class Passes {
  /** What is drawn from; `order[0 .. size - 1]` stay the same set. */
  readonly order: Int32Array;
  /** How much of `order` is in play, from its start. */
  #size: number;
  #at = 0;
  readonly #random: Random;
  readonly #name: string;

  constructor(name: string, order: Int32Array, size: number, random: Random) {
    this.#name = name;
    this.order = order;
    this.#size = size;
    this.#random = random;
  }

  /** How many have been drawn in the present pass. */
  get at(): number {
    return this.#at;
  }

  /** Continues with `size` items in play, `at` of which have been drawn. */
  seek(size: number, at: number): void {
    this.#size = size;
    this.#at = at;
  }

  /** How even it is: as even as can be over those in play, and nothing of the others. */
  look(): Look {
    const { length } = this.order;
    return { effectiveSampleSize: this.#size, maxRatio: this.#size === length ? 1 : Infinity };
  }

  /** Draws the next `count`, into an array of their own. */
  take(count: number): Int32Array {
    const { order } = this;
    const size = this.#size;
    const taken = new Int32Array(count);
    for (let k = 0; k < count; k++) {
      if (this.#at === size) this.#at = 0;
      const at = this.#at++;
      const chosen = at + below(this.#name, size - at, this.#random);
      const index = order[chosen] as number;
      order[chosen] = order[at] as number;
      order[at] = index;
      taken[k] = index;
    }
    return taken;
  }
}

/** An integer from 0 to `count - 1`, each as likely as the numbers of `random` allow. */
export function below(name: string, count: number, random: Random): number {
  const value = Math.floor(random() * count);
  if (!(value >= 0 && value < count)) {
    throw new RangeError(`${name}: random() must be in [0, 1), but it gave ${value / count}`);
  }
  return value;
}

/** 0, 1, ..., `size - 1`, in any order, each as likely. */
export function shuffled(name: string, size: number, random: Random): Int32Array {
  return new Passes(name, indicesBelow(size), size, random).take(size);
}

/** 0, 1, ..., `size - 1`. */
export function indicesBelow(size: number): Int32Array {
  const indices = new Int32Array(size);
  for (let i = 0; i < size; i++) indices[i] = i;
  return indices;
}
