import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';

/** What a paired comparison says about the mean difference. */
export interface PairedComparison {
  difference: number;
  ci95: [number, number] | null;
  p: number | null;
}

/** Arithmetic mean of at least one value. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('mean: values must not be empty');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation (n - 1 below the line); null for fewer than two values. */
export function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Compares two arms seed by seed: the mean of `a[i] - b[i]`, its 95 % t interval and the two-sided paired t test.
 *
 * With d the differences and s their standard deviation: mean(d) +- t(0.975, n - 1) s / sqrt(n).
 * One pair has no interval and no test, and equal differences have no test: those are null.
 */
export function comparePaired(a: readonly number[], b: readonly number[]): PairedComparison {
  if (a.length !== b.length) {
    throw new RangeError(
      `comparePaired: b must have as many values as a, ${a.length}, got ${b.length}`,
    );
  }
  const differences = a.map((value, i) => value - (b[i] as number));
  const n = differences.length;
  const difference = mean(differences);
  const sd = standardDeviation(differences);
  if (sd === null) return { difference, ci95: null, p: null };
  const error = sd / Math.sqrt(n);
  const reach = quantile(0.975, n - 1) * error;
  return {
    difference,
    ci95: [difference - reach, difference + reach],
    p: error === 0 ? null : 2 * cdf(-Math.abs(difference / error), n - 1),
  };
}

/** Up to here all 2^n sign patterns are gone through; beyond, this many drawn at random. */
const EXACT = 20;
const DRAWS = 2 ** 18;

/**
 * The two-sided sign-flip permutation test of paired differences symmetric about 0: the share of the 2^n ways to
 * choose their signs whose sum is at least as far from 0 as the one seen. Exact for up to 20 pairs, beyond them
 * (1 + as far) / (1 + drawn) over 262,144 patterns drawn with `random`. null for fewer than two pairs.
 *
 * @see Fisher 1935, The Design of Experiments, section 21
 */
export function signFlip(differences: readonly number[], random: () => number): number | null {
  const n = differences.length;
  if (n < 2) return null;
  const seen = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  // Errors are multiples of one over the test images: sums that are equal must count as equal.
  const reach = seen - 1e-9 * differences.reduce((sum, d) => sum + Math.abs(d), 0);
  let far = 0;
  if (n > EXACT) {
    for (let i = 0; i < DRAWS; i++) {
      const sum = differences.reduce((total, d) => (random() < 0.5 ? total - d : total + d), 0);
      if (Math.abs(sum) >= reach) far++;
    }
    return (1 + far) / (1 + DRAWS);
  }
  // A Gray code turns one sign at a time; the mirror half counts the same.
  const signed = [...differences];
  const patterns = 2 ** (n - 1);
  let sum = differences.reduce((total, d) => total + d, 0);
  for (let i = 1; i <= patterns; i++) {
    if (Math.abs(sum) >= reach) far++;
    const turned = Math.log2(i & -i);
    sum -= 2 * (signed[turned] as number);
    signed[turned] = -(signed[turned] as number);
  }
  return far / patterns;
}

/**
 * Holm's step-down correction of a family of p values: sorted ascending, p(k) is multiplied by m - k + 1
 * and never falls below the one before it. Nulls are no part of the family and stay null.
 *
 * @see Holm 1979, "A simple sequentially rejective multiple test procedure"
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const order = ps
    .map((p, i) => ({ p, i }))
    .filter((item): item is { p: number; i: number } => item.p !== null)
    .sort((a, b) => a.p - b.p);
  const corrected: (number | null)[] = ps.map(() => null);
  let floor = 0;
  order.forEach(({ p, i }, k) => {
    floor = Math.max(floor, Math.min(1, p * (order.length - k)));
    corrected[i] = floor;
  });
  return corrected;
}
