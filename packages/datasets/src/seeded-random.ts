import { createRng } from './create-rng.ts';

/**
 * The random source of one function for one seed.
 *
 * Each `stream` (by default: each function) draws from a row of its own, so that a split and the
 * noise of one seed have nothing to do with each other.
 *
 * @throws TypeError if the seed is neither a finite number nor a string.
 */
export function seededRandom(
  caller: string,
  seed: number | string,
  stream: string = caller,
): () => number {
  if (typeof seed !== 'string' && !Number.isFinite(seed)) {
    throw new TypeError(`${caller}: seed must be a finite number or a string, got ${seed}`);
  }
  return createRng(`${stream} ${seed}`);
}
