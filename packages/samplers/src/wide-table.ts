import { fillNumbers } from './fill-numbers.ts';
import type { Workspace } from './packed-table.ts';
import { drawFrom, type Random } from './random.ts';

/** What the numbers of a generator are multiples of: 2^-53. */
const ULP = 1 / 9007199254740992;

/** A number below so many of its units does not say enough: 2^33. */
const ENOUGH = 8589934592;

const BLOCK = 128;

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
  for (let unit = ULP; u < unit * ENOUGH && unit > 0; unit *= ULP) {
    u += drawFrom(caller, random) * unit;
  }
  return u < (thresholds[column] as number) ? column : (aliases[column] as number);
}

/**
 * Fills `out` as `drawWide` would one by one, running the generator inline, 128 at a time: see `fillPackedInBlocks`.
 *
 * Where one of them takes more than two numbers, one in a million, its block is begun again one by one.
 */
export function fillWide(
  table: WideTable,
  caller: string,
  random: Random,
  state: Uint32Array,
  out: Int32Array,
): void {
  const { thresholds, aliases } = table;
  const numbers = new Float64Array(2 * BLOCK);
  const columns = new Int32Array(BLOCK);
  const before = new Uint32Array(4);
  const seen = new Float64Array(1); // what was looked at ends here, or an engine might leave the looks out
  for (let start = 0; start < out.length; start += BLOCK) {
    const count = Math.min(BLOCK, out.length - start);
    before.set(state);
    fillNumbers(caller, random, numbers, 2 * count);
    let least = 1;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const column = Math.floor((numbers[2 * k] as number) * thresholds.length);
      columns[k] = column;
      least = Math.min(least, numbers[2 * k + 1] as number);
      sum += (thresholds[column] as number) + (aliases[column] as number);
    }
    seen[0] = sum;
    if (least < ULP * ENOUGH) {
      state.set(before);
      for (let k = start; k < start + count; k++) out[k] = drawWide(table, caller, random);
      continue;
    }
    for (let k = 0; k < count; k++) {
      const column = columns[k] as number;
      const alias = aliases[column] as number;
      const own = Number((numbers[2 * k + 1] as number) < (thresholds[column] as number));
      out[start + k] = alias ^ ((alias ^ column) & -own);
    }
  }
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
