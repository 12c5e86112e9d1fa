// ln 2 / 128 in two parts; the first has 32 significant bits, so that k times it is exact for |k| < 2^20.
const LN2_HIGH = 0.6931471803691238 / 128;
const LN2_LOW = 1.9082149292705877e-10 / 128;
/** To add it and take it away again rounds to the nearest integer. */
const ROUNDING = 6755399441055744; // 1.5 x 2^52
const TWO_TO_64 = 4294967296 * 4294967296;
/** Up to here e^x and e^-x are normal numbers. */
export const NORMAL = 708;
const LOWEST = -1022;
const HIGHEST = 1023;
const POWERS_OF_TWO = powersOfTwo();
const ROOTS_OF_TWO = rootsOfTwo();

/**
 * e^x from additions and multiplications alone, so that every engine gives the same bits.
 *
 * `Math.exp` may differ in its last bit from engine to engine, and a different bit in a probability is, sooner or
 * later, a different batch. x = (k + j / 128) ln 2 + r with |r| <= ln 2 / 256, and e^x = 2^k 2^(j / 128) e^r, from a
 * table of the 2^(j / 128) to twice the digits and the Taylor series of e^r to r^5 (the rest is below 1e-18). Within
 * 0.52 units in the last place; 0 below -745.2, Infinity above 709.8.
 */
export function exponential(x: number): number {
  return Math.abs(x) <= NORMAL ? scaled(x, 0) : beyond(x);
}

/** The same where |x| <= `NORMAL` is known: a loop over many without the question is up to twice as fast. */
export function normalExponential(x: number): number {
  return scaled(x, 0);
}

/** 2^shift e^x, where that is a normal number. */
function scaled(x: number, shift: number): number {
  const nearest = x * (128 * Math.LOG2E) + ROUNDING - ROUNDING;
  const r = x - nearest * LN2_HIGH - nearest * LN2_LOW;
  const s = r * r;
  const q = r + s * (0.5 + r * (1 / 6) + s * (1 / 24 + r * (1 / 120)));
  const place = nearest | 0;
  const j = 2 * (place & 127);
  const root = ROOTS_OF_TWO[j] as number;
  const power = root + ((ROOTS_OF_TWO[j + 1] as number) + root * q);
  return power * (POWERS_OF_TWO[(place >> 7) + shift - LOWEST] as number);
}

/** e^x near and past the smallest and largest numbers, which the last factor brings it to. */
function beyond(x: number): number {
  if (x < -745.2) return 0;
  if (x > 709.8) return Infinity;
  return x < 0 ? scaled(x, 64) / TWO_TO_64 : scaled(x, -64) * TWO_TO_64;
}

/** 2^-1022 to 2^1023, by doubling: `2 ** k` need not be exact. */
function powersOfTwo(): Float64Array {
  const powers = new Float64Array(HIGHEST - LOWEST + 1);
  let power = 1;
  for (let k = 0; k > LOWEST; k--) power /= 2;
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power;
    power *= 2;
  }
  return powers;
}

/** 2^(j / 128) for j = 0 to 127, each as the nearest number and what it lacks: from integers in units of 2^-128. */
function rootsOfTwo(): Float64Array {
  const one = 1n << 128n;
  let step = 2n * one;
  for (let times = 0; times < 7; times++) step = squareRoot(step * one);
  const unit = 1 / Number(one);
  const roots = new Float64Array(256);
  for (let j = 0, root = one; j < 128; j++, root = (root * step) / one) {
    const nearest = Number(root);
    roots[2 * j] = nearest * unit;
    roots[2 * j + 1] = Number(root - BigInt(nearest)) * unit;
  }
  return roots;
}

/** The square root of an integer, rounded down, by Newton's method from above. */
function squareRoot(square: bigint): bigint {
  let root = square;
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
