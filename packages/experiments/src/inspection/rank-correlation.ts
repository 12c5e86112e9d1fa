/**
 * Spearman's rank correlation: Pearson's correlation of the ranks, equal values sharing the mean of theirs.
 *
 * @param a,b One value for each sample, `[n]` both; a pair with a value that is not finite is left out.
 * @returns In [-1, 1]; null where all values of one are equal or fewer than two pairs are left.
 * @throws RangeError if the two differ in length.
 * @see Spearman 1904, "The proof and measurement of association between two things"
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  if (a.length !== b.length) {
    throw new RangeError(
      `rankCorrelation: b must have as many values as a, ${a.length}, got ${b.length}`,
    );
  }
  const finite = Array.from(a, (_, i) => i).filter(
    (i) => Number.isFinite(a[i]) && Number.isFinite(b[i]),
  );
  const x = ranks(finite.map((i) => a[i] as number));
  const y = ranks(finite.map((i) => b[i] as number));
  // Ranks sum to the same whatever the ties, so their mean is known.
  const middle = (finite.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((rank, i) => {
    const [dx, dy] = [rank - middle, (y[i] as number) - middle];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  if (xx === 0 || yy === 0) return null;
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)));
}

/** Each value's rank from 1 for the least, equal ones sharing the mean of theirs. */
export function ranks(values: readonly number[]): Float64Array {
  const order = values
    .map((_, i) => i)
    .sort((i, j) => (values[i] as number) - (values[j] as number));
  const result = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end] as number] === values[order[first] as number])
      end++;
    for (let k = first; k < end; k++) result[order[k] as number] = (first + 1 + end) / 2;
    first = end;
  }
  return result;
}
