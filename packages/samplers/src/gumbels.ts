import { fillNumbers } from './fill-numbers.ts';
import { log } from './log.ts';
import type { Random } from './random.ts';

/** What a 0 is taken for, half of what numbers are multiples of: it has no logarithm. */
const HALF_ULP = 5.551115123125783e-17; // 2^-54

/**
 * `count` standard Gumbel numbers, -log(-log u), worked out in float64 and then rounded.
 *
 * From uniform numbers in float32 they would end at 16.6, and be equal by the hundred in ten million; these go up to 36.7.
 */
export function gumbels(count: number, random: Random): Float32Array {
  const numbers = new Float64Array(count);
  fillNumbers(random, numbers, count);
  const out = new Float32Array(count);
  for (let k = 0; k < count; k++) out[k] = -log(-log(numbers[k] || HALF_ULP));
  return out;
}
