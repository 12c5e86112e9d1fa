const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * e^x for x <= 0, nearly to the last bit, by + - x / and floor alone: so that it is the same on every engine, which
 * Math.exp need not be.
 *
 * x = k ln 2 + r with |r| <= ln 2 / 2, and e^r is the first fifteen terms of its series. Below -700 it is 0.
 *
 * @see Abramowitz & Stegun 1964, Handbook of Mathematical Functions, 4.2.1
 */
export function exp(x: number): number {
  if (x < -700) return 0;
  const k = Math.floor(x / Math.LN2 + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = 1;
  for (let term = 14; term >= 1; term--) series = 1 + (series * r) / term;
  let power = 1;
  for (let halves = -k; halves > 0; halves--) power /= 2;
  return series * power;
}
