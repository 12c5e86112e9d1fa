import { drawFrom, type Random } from './random.ts';

/**
 * Shuffles in place, every order as likely as the next.
 *
 * @see Durstenfeld 1964, Algorithm 235: Random permutation
 */
export function shuffle(caller: string, indices: Int32Array, random: Random): Int32Array {
  for (let last = indices.length - 1; last > 0; last--) {
    const other = Math.floor(drawFrom(caller, random) * (last + 1));
    const index = indices[last] as number;
    indices[last] = indices[other] as number;
    indices[other] = index;
  }
  return indices;
}
