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
