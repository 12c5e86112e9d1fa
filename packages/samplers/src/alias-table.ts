import { copyTo } from './copy-to.ts';

/** A column's worth of probability in a packed table, in the units of a threshold. */
const PACKED = 2147483648; // 2^31
/** And in a wide one. */
const WIDE = 1;

/** A weight of fewer parts than this would be off by more than a thousandth of itself. */
const FEWEST = 1000;

/**
 * Two entries a column: a threshold, and an alias. Of the `full` parts of a column the first `threshold` are its own
 * index's and the others its alias's.
 *
 * A packed table (Int32Array) has thresholds of 31 bits. A wide one (Float64Array) has shares of a column, for weights
 * that are too small, or too many, for that.
 */
export type AliasTable = Int32Array | Float64Array;

/** How many are gone through at a time, in arrays of which the compiler knows where they are and how long. */
const BLOCK = 1024;
const massHere = /* @__PURE__ */ new Float64Array(BLOCK);
const smallHere = /* @__PURE__ */ new Int32Array(BLOCK + 1);
const largeHere = /* @__PURE__ */ new Int32Array(BLOCK + 1);

/** Room for what a build works with, kept for the next one. */
export interface Workspace {
  /** In the end what each column's index weighs: above 0 where it can be drawn. */
  mass: Float64Array;
  order: Int32Array;
}

/**
 * Builds an alias table, unless it is a packed one and thresholds of 31 bits are too coarse: then it returns false.
 *
 * For a packed table each weight is first rounded to whole parts of all N 2^31 (in running sums, so that each is off by
 * about one part and they sum to all there is); from there on nothing is rounded, and the table holds these masses exactly.
 * In a wide one the threshold of every weight below the mean is that weight as it came. Columns without a weight have a
 * threshold of 0.
 *
 * @param table 2 N entries, N a power of two; of at most 2^22 for a packed one, so that all masses are exact in float64.
 * @see Walker 1977, An efficient method for generating discrete random variables with general distributions
 * @see Vose 1991, A linear algorithm for generating random numbers with a given distribution
 */
export function buildTable(
  weights: ArrayLike<number>,
  sum: number,
  table: AliasTable,
  { mass, order }: Workspace,
): boolean {
  const isPacked = table instanceof Int32Array;
  const full = isPacked ? PACKED : WIDE;
  const columns = mass.length;
  const scale = (columns * full) / sum;
  const heaviest = { index: 0, share: 0 };
  let small = 0;
  let large = columns;
  let left = columns * full; // of all there is
  let line = 0;
  for (let start = 0; start < weights.length; start += BLOCK) {
    const size = Math.min(BLOCK, weights.length - start);
    copyTo(massHere, weights, start, start + size);
    if (isPacked) {
      line = roundShares(size, scale, line);
      if (Number.isNaN(line)) return false;
      const given = Math.floor(line + 0.5);
      left -= given;
      line -= given;
    } else {
      for (let k = 0; k < size; k++) massHere[k] = (massHere[k] as number) * scale;
    }
    const smalls = part(size, start, full, heaviest);
    mass.set(massHere.subarray(0, size), start);
    order.set(smallHere.subarray(0, smalls), small);
    small += smalls;
    large -= size - smalls;
    order.set(largeHere.subarray(BLOCK + 1 + smalls - size), large);
  }
  for (let i = weights.length; i < columns; i++) {
    mass[i] = 0;
    order[small++] = i;
  }
  if (isPacked) mass[heaviest.index] = heaviest.share + left; // what rounding the sum left over
  fill(table, full, mass, order, small);
  return true;
}

/** Makes shares of the weights here and rounds their running sum, that of those before being `line`; NaN where one is too small. */
function roundShares(size: number, scale: number, before: number): number {
  let line = before;
  let given = 0;
  for (let k = 0; k < size; k++) {
    const share = (massHere[k] as number) * scale;
    if (share < FEWEST && share > 0) return Number.NaN;
    line += share;
    const to = Math.floor(line + 0.5);
    massHere[k] = to - given;
    given = to;
  }
  return line;
}

/** Parts those here that are less than a column from those that fill one, and returns how many are less; notes the heaviest. */
function part(
  size: number,
  start: number,
  full: number,
  heaviest: { index: number; share: number },
): number {
  let most = heaviest.share;
  let smalls = 0;
  let larges = BLOCK; // where the next one goes, from the end down
  for (let k = 0; k < size; k++) {
    const share = massHere[k] as number;
    if (share > most) {
      most = share;
      heaviest.index = start + k;
    }
    // Both are written and one is kept: no branch to mispredict.
    const isSmall = Number(share < full);
    smallHere[smalls] = start + k;
    largeHere[larges] = start + k;
    smalls += isSmall;
    larges -= 1 - isSmall;
  }
  heaviest.share = most;
  return smalls;
}

/** Fills each small column up from the present large one, which goes on to be small itself once it has given enough. */
function fill(
  table: AliasTable,
  full: number,
  mass: Float64Array,
  order: Int32Array,
  small: number,
): void {
  let next = mass.length - 1;
  let giver = order[next] as number;
  let left = mass[giver] as number;
  for (let k = 0; k < small; k++) {
    const column = order[k] as number;
    const own = mass[column] as number;
    table[column << 1] = own;
    table[(column << 1) | 1] = giver;
    left -= full - own;
    // The second condition is for rounding, in a wide one: the last large one is full.
    while (left < full && next > small) {
      table[giver << 1] = left;
      const lack = full - left;
      next--;
      const filler = order[next] as number;
      table[(giver << 1) | 1] = filler;
      giver = filler;
      left = (mass[filler] as number) - lack;
    }
  }
  for (; next >= small; next--) {
    const column = order[next] as number; // full: its own alias; never one without a weight
    table[column << 1] = 0;
    table[(column << 1) | 1] = column;
  }
}

/** With what probability each of the first `size` indices is drawn: exactly what the table says. */
export function probabilitiesOf(table: AliasTable, size: number): Float64Array {
  const full = table instanceof Int32Array ? PACKED : WIDE;
  const columns = table.length / 2;
  const masses = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    const threshold = table[2 * column] as number;
    const alias = table[2 * column + 1] as number;
    masses[column] = (masses[column] as number) + threshold;
    masses[alias] = (masses[alias] as number) + (full - threshold);
  }
  return masses.subarray(0, size).map((mass) => mass / (columns * full));
}
