import { fillNumbers } from './fill-numbers.ts';
import { log } from './log.ts';
import type { Random } from './random.ts';

/** How many numbers are drawn at a time. */
const AT_ONCE = 1024;
/** What a 0 is taken for, half of what numbers are multiples of: it has no logarithm. */
const HALF_ULP = 5.551115123125783e-17; // 2^-54

/**
 * `count` standard Gumbel numbers, -log(-log u), worked out in float64 and then rounded.
 *
 * From uniform numbers in float32 they would end at 16.6, and be equal by the hundred in ten million; these go up to 36.7.
 */
export function gumbels(count: number, random: Random): Float32Array {
  const out = new Float32Array(count);
  const numbers = new Float64Array(Math.min(AT_ONCE, count));
  for (let start = 0; start < count; start += AT_ONCE) {
    const many = Math.min(AT_ONCE, count - start);
    fillNumbers(random, numbers, many);
    for (let k = 0; k < many; k++) out[start + k] = -log(-log(numbers[k] || HALF_ULP));
  }
  return out;
}
