/**
 * The chance that at least `u` of the n m pairs have the second of the pair greater, where both samples come from one
 * continuous distribution: exact up to 2,500 pairs, and by the normal approximation with a correction for continuity
 * beyond.
 *
 * @see Mann and Whitney 1947, "On a Test of Whether one of Two Random Variables is Stochastically Larger"
 */
export function chanceOfAtLeast(u: number, n: number, m: number): number {
  if (n * m > 2500) {
    const deviation = Math.sqrt((n * m * (n + m + 1)) / 12);
    return normalTail((u - 0.5 - (n * m) / 2) / deviation);
  }
  const chances = distribution(n, m);
  let tail = 0;
  for (let k = n * m; k >= Math.max(0, Math.ceil(u)); k--) tail += chances[k] as number;
  return Math.min(1, tail);
}

const known = new Map<string, Float64Array>();

/** Of each number of pairs 0..nm its chance: the coefficients of the Gaussian binomial over C(n + m, n). */
function distribution(n: number, m: number): Float64Array {
  const key = `${n},${m}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const chances = new Float64Array(n * m + 1);
  chances[0] = 1;
  for (let i = 1; i <= n; i++) {
    // times (1 - q^(m + i)) / (1 - q^i), and i / (m + i) to keep the sum at 1
    for (let k = n * m; k >= m + i; k--) chances[k] = at(chances, k) - at(chances, k - m - i);
    for (let k = i; k <= n * m; k++) chances[k] = at(chances, k) + at(chances, k - i);
    for (let k = 0; k <= n * m; k++) chances[k] = (at(chances, k) * i) / (m + i);
  }
  known.set(key, chances);
  return chances;
}

const at = (values: Float64Array, k: number) => values[k] as number;

/** P(Z > z), to 1e-7 relative to the peak. Abramowitz and Stegun 1964, 26.2.17. */
function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
