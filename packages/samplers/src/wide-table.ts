import type { Workspace } from './packed-table.ts';
import { drawFrom, type Random } from './random.ts';

/** What the numbers of a generator are multiples of: 2^-53. */
const ULP = 1 / 9007199254740992;

/** An alias table whose thresholds are float64 shares of a column: for weights too small, or tables too large, for 31 bits. */
export interface WideTable {
  thresholds: Float64Array;
  aliases: Int32Array;
}

/** Builds the table; see `buildPacked`, of which this is the version in floating point. */
export function buildWide(
  weights: ArrayLike<number>,
  sum: number,
  { thresholds, aliases }: WideTable,
  { mass, order }: Workspace,
): void {
  const columns = mass.length;
  let small = 0;
  let large = columns;
  for (let i = 0; i < columns; i++) {
    const share = i < weights.length ? ((weights[i] as number) / sum) * columns : 0;
    mass[i] = share;
    const isSmall = share < 1 ? 1 : 0;
    order[small] = i;
    order[large - 1] = i;
    small += isSmall;
    large -= 1 - isSmall;
  }
  let next = columns - 1;
  let giver = order[next] as number;
  let left = mass[giver] as number;
  for (let k = 0; k < small; k++) {
    const column = order[k] as number;
    const own = mass[column] as number;
    thresholds[column] = own;
    aliases[column] = giver;
    left -= 1 - own;
    while (left < 1 && next > small) {
      thresholds[giver] = left;
      const lack = 1 - left;
      next--;
      const filler = order[next] as number;
      aliases[giver] = filler;
      giver = filler;
      left = (mass[filler] as number) - lack;
    }
  }
  for (; next >= small; next--) {
    const column = order[next] as number; // full, but for rounding; never one without a weight
    thresholds[column] = 1;
    aliases[column] = column;
  }
}

/** One index: two numbers, or more where the second is so small that its 53 bits do not say enough. */
export function drawWide(
  { thresholds, aliases }: WideTable,
  caller: string,
  random: Random,
): number {
  const column = Math.floor(drawFrom(caller, random) * thresholds.length);
  let u = drawFrom(caller, random);
  for (let unit = ULP; u < unit * 8589934592 && unit > 0; unit *= ULP) {
    u += drawFrom(caller, random) * unit;
  }
  return u < (thresholds[column] as number) ? column : (aliases[column] as number);
}

/** The probability of each of the first `size` indices. */
export function probabilitiesOfWide(
  { thresholds, aliases }: WideTable,
  size: number,
): Float64Array {
  const columns = thresholds.length;
  const p = new Float64Array(size);
  for (let column = 0; column < columns; column++) {
    const threshold = thresholds[column] as number;
    const alias = aliases[column] as number;
    p[alias] = (p[alias] as number) + (1 - threshold) / columns;
    if (column < size) p[column] = (p[column] as number) + threshold / columns;
  }
  return p;
}
