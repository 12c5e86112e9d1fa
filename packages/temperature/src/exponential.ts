// ln 2 in two parts; the first has 32 significant bits, so that k times it is exact for |k| < 2^20.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LOWEST = -1074;
const HIGHEST = 1023;
const POWERS_OF_TWO = powersOfTwo();

/**
 * e^x from additions, multiplications and one floor alone, so that every engine gives the same bits.
 *
 * `Math.exp` may differ in its last bit from engine to engine, and a different bit in a probability is, sooner or
 * later, a different batch. x = k ln 2 + r with |r| <= ln 2 / 2, and e^x = 2^k e^r with the Taylor series of e^r to
 * r^13 (the rest is below 5e-18). Within 1.5 units in the last place; 0 below -745.2, Infinity above 709.8.
 */
export function exponential(x: number): number {
  if (x < -745.2) return 0;
  if (x > 709.8) return Infinity;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let q = 1 / 6227020800;
  q = q * r + 1 / 479001600;
  q = q * r + 1 / 39916800;
  q = q * r + 1 / 3628800;
  q = q * r + 1 / 362880;
  q = q * r + 1 / 40320;
  q = q * r + 1 / 5040;
  q = q * r + 1 / 720;
  q = q * r + 1 / 120;
  q = q * r + 1 / 24;
  q = q * r + 1 / 6;
  q = q * r + 0.5;
  const power = 1 + (r + r * r * q);
  // 2^1024 is not a number, and 2^-1075 is none either: those two take the last doubling or halving on their own.
  if (k > HIGHEST) return power * 2 * (POWERS_OF_TWO[HIGHEST - LOWEST] as number);
  if (k < LOWEST) return power * 0.5 * (POWERS_OF_TWO[0] as number);
  return power * (POWERS_OF_TWO[k - LOWEST] as number);
}

/** 2^-1074 to 2^1023, by doubling: `2 ** k` need not be exact. */
function powersOfTwo(): Float64Array {
  const powers = new Float64Array(HIGHEST - LOWEST + 1);
  let power = Number.MIN_VALUE;
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power;
    power *= 2;
  }
  return powers;
}
