import { createRng } from './create-rng.ts';

/**
 * The random source of one function for one seed.
 *
 * Each `stream` (by default: each function) draws from a row of its own, so that a split and the
 * noise of one seed have nothing to do with each other.
 *
 * @param seed Any integer or any string; 7 and '7' are the same seed.
 * @throws TypeError if the seed is neither a number nor a string, RangeError if it is a number but not an integer.
 */
export function seededRandom(
  caller: string,
  seed: number | string,
  stream: string = caller,
): () => number {
  if (typeof seed !== 'number' && typeof seed !== 'string') {
    throw new TypeError(`${caller}: seed must be an integer or a string, got ${seed}`);
  }
  if (typeof seed === 'number' && !Number.isInteger(seed)) {
    throw new RangeError(`${caller}: seed must be an integer, got ${seed}`);
  }
  return createRng(`${stream} ${seed}`);
}
