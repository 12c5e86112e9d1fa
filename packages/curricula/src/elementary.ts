/**
 * e^x from additions, multiplications and divisions alone, so that every engine gives the same bits:
 * `Math.exp` may differ in its last one, and then, sooner or later, a batch does.
 *
 * e^x = (e^(x / 1024))^1024, with the Taylor series inside and ten squarings. Right to about 2e-13 of
 * itself for |x| <= 700; beyond, it is taken to be that.
 */
export function exp(x: number): number {
  const r = Math.min(700, Math.max(-700, x)) / 1024;
  let power = 1;
  for (let k = 17; k >= 1; k--) power = 1 + (r * power) / k;
  for (let k = 0; k < 10; k++) power *= power;
  return power;
}

/**
 * The natural logarithm of x in [1e-300, 1e300], of `exp` alone: Halley's steps
 * y <- y + 2 (x - e^y) / (x + e^y), which move by at most 2 and triple the digits once near.
 */
export function log(x: number): number {
  let y = 0;
  for (let k = 0; k < 400; k++) {
    const power = exp(y);
    const step = (2 * (x - power)) / (x + power);
    y += step;
    if (Math.abs(step) < 1e-6) break; // the next would be below 1e-18
  }
  return y;
}
