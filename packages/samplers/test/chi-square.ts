/**
 * How many standard deviations the chi-square statistic of counts lies above what it is on average, cells that expect
 * fewer than five pooled into one. A cell that expects nothing must hold nothing.
 */
export function excess(counts: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let draws = 0;
  for (let i = 0; i < counts.length; i++) draws += counts[i] as number;
  let statistic = 0;
  let cells = 0;
  let pooled = 0;
  let pooledExpected = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    const expected = (probabilities[i] as number) * draws;
    if (expected === 0 && count > 0) return Infinity;
    if (expected < 5) {
      pooled += count;
      pooledExpected += expected;
    } else {
      statistic += (count - expected) ** 2 / expected;
      cells++;
    }
  }
  if (pooledExpected > 0) {
    statistic += (pooled - pooledExpected) ** 2 / pooledExpected;
    cells++;
  }
  return (statistic - (cells - 1)) / Math.sqrt(2 * (cells - 1));
}

/**
 * For draws in which index i comes up once with chance `chances[i]` in each of `calls`: how many of its standard deviations,
 * sqrt(calls c (1 - c)), the count that is furthest off is off. That holds however the indices hang together, where a
 * chi-square statistic does not. Chances of 0 and 1 must hold without exception.
 */
export function worstInclusion(
  counts: ArrayLike<number>,
  chances: ArrayLike<number>,
  calls: number,
): number {
  let worst = 0;
  for (let i = 0; i < counts.length; i++) {
    const chance = chances[i] as number;
    const off = Math.abs((counts[i] as number) - calls * chance);
    if (off > 0) worst = Math.max(worst, off / Math.sqrt(calls * chance * (1 - chance)));
  }
  return worst;
}

/** Counts how often each of 0, ..., size - 1 is among the indices. */
export function tally(indices: Int32Array, counts: Float64Array): Float64Array {
  for (const i of indices) counts[i] = (counts[i] as number) + 1;
  return counts;
}

/** Weights each wrong by one part in a hundred, up and down by turns. */
export function wrongByOnePercent(weights: ArrayLike<number>): Float64Array {
  return Float64Array.from(weights, (w, i) => w * (i % 2 === 0 ? 1.01 : 0.99));
}

export function normalised(weights: ArrayLike<number>): Float64Array {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] as number;
  return Float64Array.from(weights, (w) => w / sum);
}

/** Random weights from 1 to `ratio`, every eleventh 0. */
export function someWeights(random: () => number, size: number, ratio: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => (i % 11 === 10 ? 0 : ratio ** random()));
}
