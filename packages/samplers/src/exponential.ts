import { log } from './log.ts';
import type { Random } from './random.ts';

/** What a 0 is taken for, half of what numbers are multiples of: it has no logarithm. */
const HALF_ULP = 5.551115123125783e-17; // 2^-54

/** A standard exponential number: -log u. */
export function exponential(random: Random): number {
  return -log(random() || HALF_ULP);
}

/**
 * A standard exponential number among those below `limit`.
 *
 * Where the limit is high, one after another is drawn until one is below it; else one is drawn evenly below it and taken
 * with chance exp(-x), which comes of nothing but comparing numbers: it is that of an even count of them that fall, each
 * below the one before, from x on.
 *
 * @param limit > 0.
 * @see von Neumann 1951, Various techniques used in connection with random digits
 */
export function exponentialBelow(limit: number, random: Random): number {
  for (;;) {
    const x = limit >= 1 ? exponential(random) : random() * limit;
    if (limit >= 1 ? x < limit : survives(x, random)) return x;
  }
}

/** True with chance exp(-x), x in [0, 1]. */
function survives(x: number, random: Random): boolean {
  let isEven = true;
  for (let last = x; ; isEven = !isEven) {
    const number = random();
    if (number >= last) return isEven;
    last = number;
  }
}
