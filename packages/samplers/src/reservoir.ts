import type { RandomOptions } from './alias-sampler.ts';
import { checkCount } from './check-count.ts';
import { checkVersion } from './check-version.ts';
import { checkWeight } from './check-weight.ts';
import { exponential, exponentialBelow } from './exponential.ts';
import { randomOf } from './random.ts';
import { wrong } from './wrong.ts';

/** What a reservoir knows, as plain data: it survives `structuredClone`. */
export interface ReservoirSnapshot {
  version: 1;
  count: number;
  seen: number;
  /** What is still to pass before the next one enters. */
  skip: number;
  /** Of those inside, by place; after JSON they may be plain arrays. */
  keys: ArrayLike<number>;
  indices: ArrayLike<number>;
}

export interface Reservoir {
  /** How many there are places for. */
  readonly count: number;
  /** How many weights have been added. */
  readonly seen: number;
  /**
   * Adds the next weight of the stream. Returns the place from 0 to `count - 1` that it takes, from another where all are
   * taken, or -1 if it takes none: so what belongs to it can be kept in an array of `count`.
   */
  add(weight: number): number;
  /** The indices in the stream of those inside, in the order drawn. */
  sample(): Int32Array;
  /** A copy of what it knows. The state of `random` is not in it. */
  snapshot(): ReservoirSnapshot;
  /** Goes on from a snapshot of a reservoir of as many places. */
  restore(snapshot: ReservoirSnapshot): void;
}

const CALLER = 'reservoir';

/**
 * Draws `count` different indices of a stream of weights, none of which it has to keep: at any moment those inside are a
 * sample without replacement of all that came so far.
 *
 * The law is that of `sampleWithoutReplacement`. Each weight w would get a key E / w, E standard exponential, and the
 * `count` least are kept; but what passes before a key below the greatest kept, T, comes, is exponential in the sum of
 * the weights, with mean 1 / T. So this is drawn instead, a number or two for each that enters and none for others: about
 * count log(n / count) in all.
 *
 * @param count How many to keep, an integer >= 1.
 * @param options `random`: where to draw from; `Math.random` unless given.
 * @returns `add(weight)`, with a finite weight >= 0 (one of 0 is never drawn), and `sample()`: of fewer than `count` where
 *   fewer had a weight.
 * @throws TypeError if `random` is no function or a weight no number; RangeError if the count is no integer >= 1, or a
 *   weight is NaN, negative or infinite (with its index).
 * @see Efraimidis & Spirakis 2006, Weighted random sampling with a reservoir: algorithm A-ExpJ, here with keys -log u / w
 *
 * @example
 * ```ts
 * import { createRng, reservoir } from '@gradus/samplers';
 * const drawn = reservoir(2, { random: createRng(7) });
 * for (const weight of [1, 0, 1e-9, 0, 1]) drawn.add(weight);
 * drawn.sample().sort(); // => new Int32Array([0, 4])
 * drawn.seen; // => 5
 * ```
 */
export function reservoir(count: number, { random: given }: RandomOptions = {}): Reservoir {
  checkCount(CALLER, count);
  if (count === 0) throw wrong(CALLER, 'count must be >= 1', count);
  const random = randomOf(CALLER, given);
  const keys: number[] = [];
  const indices: number[] = [];
  /** The places, the one with the greatest key first: those of 2 k + 1 and 2 k + 2 are no greater than that of k. */
  const heap: number[] = [];
  let seen = 0;
  let skip = 0;

  function add(weight: number): number {
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) {
      checkWeight(CALLER, seen, weight);
    }
    const index = seen++;
    if (weight === 0) return -1;
    if (heap.length < count) {
      const place = heap.length;
      enter(place, index, Math.min(Number.MAX_VALUE, exponential(random) / weight));
      rise(place);
      if (heap.length === count) drawSkip();
      return place;
    }
    skip -= weight;
    if (skip >= 0) return -1;
    const place = heap[0] as number;
    const greatest = keys[place] as number;
    const key = exponentialBelow(Math.min(Number.MAX_VALUE, weight * greatest), random);
    enter(place, index, Math.min(greatest, key / weight));
    sink(0);
    drawSkip();
    return place;
  }

  function enter(place: number, index: number, key: number): void {
    if (place === heap.length) heap.push(place);
    keys[place] = key;
    indices[place] = index;
  }

  function drawSkip(): void {
    skip = exponential(random) / (keys[heap[0] as number] as number);
  }

  function keyAt(k: number): number {
    return k < heap.length ? (keys[heap[k] as number] as number) : -1;
  }

  function swap(k: number, l: number): void {
    const place = heap[k] as number;
    heap[k] = heap[l] as number;
    heap[l] = place;
  }

  function rise(from: number): void {
    for (let k = from; k > 0; ) {
      const parent = (k - 1) >> 1;
      if (keyAt(parent) >= keyAt(k)) return;
      swap(k, parent);
      k = parent;
    }
  }

  function sink(from: number): void {
    for (let k = from; ; ) {
      const child = keyAt(2 * k + 2) > keyAt(2 * k + 1) ? 2 * k + 2 : 2 * k + 1;
      if (keyAt(child) <= keyAt(k)) return;
      swap(k, child);
      k = child;
    }
  }

  return {
    count,
    get seen() {
      return seen;
    },
    add,
    sample() {
      const places = [...keys.keys()].sort((a, b) => (keys[a] as number) - (keys[b] as number));
      return Int32Array.from(places, (place) => indices[place] as number);
    },
    snapshot: () => ({ version: 1, count, seen, skip, keys: [...keys], indices: [...indices] }),
    restore(snapshot) {
      checkSnapshot(snapshot, count);
      heap.length = 0;
      keys.length = 0;
      indices.length = 0;
      for (let place = 0; place < snapshot.keys.length; place++) {
        enter(place, snapshot.indices[place] as number, snapshot.keys[place] as number);
        rise(place);
      }
      seen = snapshot.seen;
      skip = snapshot.skip;
    },
  };
}

function checkSnapshot(snapshot: ReservoirSnapshot, count: number): void {
  checkVersion(CALLER, snapshot);
  if (snapshot.count !== count) {
    throw new RangeError(`${CALLER}: the snapshot is of count ${snapshot.count}, not ${count}`);
  }
  const { keys, indices, seen, skip } = snapshot;
  if (!(keys?.length <= count && indices?.length === keys.length && seen >= keys.length)) {
    throw new RangeError(`${CALLER}: the snapshot does not fit together`);
  }
  if (!(skip >= 0) || !Array.prototype.every.call(keys, (key: number) => key >= 0)) {
    throw new RangeError(`${CALLER}: the snapshot has a number that cannot be`);
  }
}
