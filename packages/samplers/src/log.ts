const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
double[0] = -1;
/** Which of its words holds a number's sign and exponent: the second on every machine that there is, nearly. */
const HIGH: 0 | 1 = (words[1] as number) < 0 ? 1 : 0;

const SQRT2 = Math.SQRT2; // a constant: no engine may choose its bits
/** ln 2, the first part with zeros enough at its end for its product with an exponent to be exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * The natural logarithm of a positive number that is not subnormal, to the last bit or nearly, by + - x / alone: so that
 * it is the same on every engine, which Math.log need not be.
 *
 * x = 2^e m with m in [sqrt(1/2), sqrt 2); with s = (m - 1) / (m + 1), ln m = 2 s (1 + s^2 / 3 + s^4 / 5 + ...), of which
 * eleven terms are enough where |s| < 0.172.
 *
 * @see Abramowitz & Stegun 1964, Handbook of Mathematical Functions, 4.1.27
 */
export function log(x: number): number {
  double[0] = x;
  let exponent = ((words[HIGH] as number) >> 20) - 1023;
  words[HIGH] = ((words[HIGH] as number) & 0xfffff) | 0x3ff00000;
  let m = double[0] as number;
  const halve = Number(m > SQRT2);
  m *= 1 - 0.5 * halve;
  exponent += halve;
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let series = 1 / 21;
  series = series * z + 1 / 19;
  series = series * z + 1 / 17;
  series = series * z + 1 / 15;
  series = series * z + 1 / 13;
  series = series * z + 1 / 11;
  series = series * z + 1 / 9;
  series = series * z + 1 / 7;
  series = series * z + 1 / 5;
  series = series * z + 1 / 3;
  const twice = 2 * s;
  return exponent * LN2_HIGH + (twice + (twice * z * series + exponent * LN2_LOW));
}
