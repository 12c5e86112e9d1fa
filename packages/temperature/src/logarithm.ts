const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * The natural logarithm of a positive finite x from + - * / alone: the same bits on every engine, see `exponential`.
 *
 * x = 2^k m with m in [1/sqrt 2, sqrt 2), and ln m = 2 artanh f with f = (m - 1) / (m + 1), |f| < 0.172, by its series to
 * f^23. Within 2 units in the last place.
 */
export function logarithm(x: number): number {
  let m = x;
  let k = 0;
  for (; m >= 4294967296; k += 32) m /= 4294967296;
  for (; m < 1 / 4294967296; k -= 32) m *= 4294967296;
  for (; m >= Math.SQRT2; k++) m /= 2;
  for (; m < Math.SQRT1_2; k--) m *= 2;
  const f = (m - 1) / (m + 1);
  const g = f * f;
  let q = 1 / 23;
  for (let d = 21; d >= 3; d -= 2) q = q * g + 1 / d;
  return k * LN2_HIGH + (2 * f + (2 * f * g * q + k * LN2_LOW));
}
