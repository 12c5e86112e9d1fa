import { fillNumbers } from './fill-numbers.ts';
import type { Random } from './random.ts';

/** How many numbers are drawn at a time. */
const AT_ONCE = 256;

/**
 * Shuffles in place, every order as likely as the next.
 *
 * @see Durstenfeld 1964, Algorithm 235: Random permutation
 */
export function shuffle(indices: Int32Array, random: Random): Int32Array {
  const numbers = new Float64Array(Math.min(AT_ONCE, indices.length));
  for (let last = indices.length - 1; last > 0; ) {
    const count = Math.min(AT_ONCE, last);
    fillNumbers(random, numbers, count);
    for (let k = 0; k < count; k++, last--) {
      const other = ((numbers[k] as number) * (last + 1)) | 0; // rounded down
      const index = indices[last] as number;
      indices[last] = indices[other] as number;
      indices[other] = index;
    }
  }
  return indices;
}
