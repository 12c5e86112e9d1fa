import { RNG, type Rng } from './random.ts';

/**
 * A seeded random generator with its state in the open: sfc32, two words of it a number.
 *
 * From the state a, b, c, d of 32-bit words, each word is t = a + b + d, after which a = b ^ (b >>> 9), b = c + (c << 3),
 * c = rotl(c, 21) + t and d = d + 1. A number is ((first >>> 5) 2^26 + (second >>> 6)) / 2^53: 53 random bits, never 1.
 * A seed's text is mixed into the state one UTF-16 unit at a time with four words drawn after each, and twelve at the end.
 *
 * The result is a `random` for anything that takes one; samplers of this package given it as it is (not wrapped) run it
 * inline, with the same results, only sooner. It is marked by `Symbol.for('gradus.rng')`. Not for cryptography.
 *
 * @param seed Any integer, also negative or beyond 2^32 (all of them differ), or any string. 7 and '7' are the same seed.
 * @returns The generator, a function; `state` is its state, `fork(label)` makes independent ones.
 * @throws TypeError if the seed is neither a number nor a string.
 * @throws RangeError if it is a number but not an integer.
 * @see Doty-Humphrey, PractRand: sfc32, a small fast chaotic generator with a counter (period at least 2^32, about 2^127 on average)
 *
 * @example
 * ```ts
 * import { createRng, restoreRng } from '@gradus/samplers';
 * const random = createRng(7);
 * const saved = random.state.slice();
 * const next = random();
 * restoreRng(saved)() === next; // => true
 * createRng(7)() === next; // => true
 * random.fork('dropout')() === random.fork('shuffle')(); // => false
 * ```
 */
export function createRng(seed: number | string): Rng {
  if (typeof seed !== 'number' && typeof seed !== 'string') {
    throw new TypeError(`createRng: seed must be an integer or a string, got ${String(seed)}`);
  }
  if (typeof seed === 'number' && !Number.isInteger(seed)) {
    throw new RangeError(`createRng: seed must be an integer, got ${seed}`);
  }
  // Digits of the golden ratio, pi and e: three numbers with nothing up their sleeves, and the counter at 1.
  const state = new Uint32Array([0x9e3779b9, 0x243f6a88, 0xb7e15162, 1]);
  absorb(state, String(seed));
  return rngOver(state);
}

/**
 * A generator that goes on from a saved state.
 *
 * @param state Four words, as `rng.state.slice()` gave them; a plain array of them will do. It is copied.
 * @throws TypeError if it is not an array of four; RangeError if a word is not an integer in [0, 2^32).
 *
 * @example
 * ```ts
 * import { createRng, restoreRng } from '@gradus/samplers';
 * const random = createRng('a run');
 * const saved = JSON.stringify([...random.state]);
 * restoreRng(JSON.parse(saved))() === random(); // => true
 * ```
 */
export function restoreRng(state: ArrayLike<number>): Rng {
  if (typeof state !== 'object' || state?.length !== 4) {
    throw new TypeError('restoreRng: state must be an array of 4 words');
  }
  const words = Array.from(state);
  words.forEach((word, i) => {
    if (!Number.isInteger(word) || word < 0 || word > 0xffffffff) {
      throw new RangeError(`restoreRng: state[${i}] must be an integer in [0, 2^32), got ${word}`);
    }
  });
  return rngOver(new Uint32Array(words));
}

function rngOver(state: Uint32Array): Rng {
  const random = (): number => {
    const high = nextWord(state) >>> 5;
    const low = nextWord(state) >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
  const fork = (label: number | string): Rng => {
    if (typeof label !== 'string' && !Number.isFinite(label)) {
      throw new TypeError(`fork: label must be a finite number or a string, got ${String(label)}`);
    }
    const copy = state.slice();
    // Away from the path that drawing from this generator, or seeding another, would take.
    copy[1] = ~(copy[1] as number);
    absorb(copy, String(label));
    return rngOver(copy);
  };
  return Object.defineProperties(random as Rng, {
    state: { value: state, enumerable: true },
    fork: { value: fork },
    [RNG]: { value: true },
  });
}

/** Mixes a text into the state; every bit of it reaches every bit of the state. */
function absorb(state: Uint32Array, text: string): void {
  for (let i = 0; i < text.length; i++) {
    state[0] = (state[0] as number) ^ text.charCodeAt(i);
    skip(state, 4);
  }
  skip(state, 12);
}

function skip(state: Uint32Array, words: number): void {
  for (let k = 0; k < words; k++) nextWord(state);
}

/** One word of sfc32, in [0, 2^32). */
function nextWord(state: Uint32Array): number {
  const a = state[0] as number;
  const b = state[1] as number;
  const c = state[2] as number;
  const d = state[3] as number;
  const word = (a + b + d) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + word;
  state[3] = d + 1;
  return word >>> 0;
}
