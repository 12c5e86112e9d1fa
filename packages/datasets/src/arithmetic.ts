// Math.sin and Math.exp may differ in their last bit from engine to engine. These are + - * / and
// Math.round alone, which IEEE 754 and ECMAScript fix to the bit, so that a seed's images are the
// same bytes everywhere. Good to about 1e-15 over the range that GeoShapes needs.

const HALF_PI = Math.PI / 2;

/** sin(x) for |x| up to a few turns: x = k pi/2 + r with |r| <= pi/4, then the Taylor series in r. */
export function sine(x: number): number {
  const k = Math.round(x / HALF_PI);
  const r = x - k * HALF_PI;
  const odd = (k & 1) === 1;
  // One series serves both: 1 - r^2/(a b) (1 - r^2/((a+2)(b+2)) (...)), times r for the sine.
  let sum = 1;
  for (let n = odd ? 16 : 17; n > 1; n -= 2) sum = 1 - ((r * r) / (n * (n - 1))) * sum;
  if (!odd) sum *= r;
  return (k & 2) === 2 ? -sum : sum;
}

/** cos(x), as `sine` a quarter turn on. */
export function cosine(x: number): number {
  return sine(x + HALF_PI);
}

/** exp(x) for |x| <= 2: the Taylor series of x / 8, squared three times. */
export function exponential(x: number): number {
  let sum = 1;
  for (let n = 14; n > 0; n--) sum = 1 + (x / (8 * n)) * sum;
  const squared = sum * sum;
  return squared * squared * (squared * squared);
}

/** log(x) for x in [1/7, 7], where `exponential` is good: Halley's iteration, which triples the digits. */
export function logarithm(x: number): number {
  let y = 0;
  for (let i = 0; i < 6; i++) {
    const power = exponential(y);
    y += (2 * (x - power)) / (x + power);
  }
  return y;
}
