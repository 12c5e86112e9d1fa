import type { Extent } from './checks.ts';
import { exponential, NORMAL, normalExponential } from './exponential.ts';

/** Sums over w_i = e^(sign (score_i - top) / temperature), with `top` the favoured end's score: the largest is 1. */
interface Powers {
  sum: number;
  squares: number;
  least: number;
}

/**
 * p_i = e^(sign score_i / temperature) / sum, written into `out`.
 *
 * Every exponent is taken relative to the favoured end, so it is at most 0: nothing overflows, and the sum is at least 1.
 * `scale` multiplies the scores (see `scaleOf`) and is already in `temperature`.
 */
export function boltzmann(
  scores: ArrayLike<number>,
  { min, max }: Extent,
  { sign, scale, temperature }: { sign: 1 | -1; scale: number; temperature: number },
  out: Float64Array,
): Powers {
  const n = out.length;
  const factor = sign * scale;
  const top = (sign === 1 ? max : min) * factor;
  const divisor = Math.max(temperature, Number.MIN_VALUE);
  // Powers and sums in loops of their own: together they want more registers than there are. No exponent is below that
  // of the other end.
  const lowest = ((sign === 1 ? min : max) * factor - top) / divisor;
  if (lowest >= -NORMAL) {
    for (let i = 0; i < n; i++) {
      out[i] = normalExponential(((scores[i] as number) * factor - top) / divisor);
    }
  } else {
    for (let i = 0; i < n; i++) {
      out[i] = exponential(((scores[i] as number) * factor - top) / divisor);
    }
  }
  let sum = 0;
  let squares = 0;
  let least = 1;
  for (let i = 0; i < n; i++) {
    const power = out[i] as number;
    sum += power;
    squares += power * power;
    if (power < least) least = power;
  }
  for (let i = 0; i < n; i++) out[i] = (out[i] as number) / sum;
  return { sum, squares, least };
}
