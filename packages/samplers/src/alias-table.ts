/** A column's worth of probability in a packed table, in the units of a threshold. */
export const PACKED = 2147483648; // 2^31
/** And in a wide one. */
export const WIDE = 1;

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

/** Room for what a build works with; kept, so that a rebuild allocates nothing. */
export interface Workspace {
  mass: Float64Array;
  order: Int32Array;
}

/**
 * Builds an alias table, and returns how many weights it can draw, or -1 where thresholds of 31 bits are too coarse.
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
): number {
  const isPacked = table instanceof Int32Array;
  const full = isPacked ? PACKED : WIDE;
  const columns = mass.length;
  const scale = (columns * full) / sum;
  let drawable = 0;
  let small = 0;
  let large = columns - 1;
  let heaviest = 0;
  let most = 0;
  let left = columns * full; // of all there is, with line and given since the last time they were taken off
  let line = 0;
  let given = 0;
  for (let i = 0; i < weights.length; i++) {
    let share = (weights[i] as number) * scale;
    drawable += Number(share > 0);
    if (isPacked) {
      if (share < FEWEST && share > 0) return -1;
      line += share;
      const to = Math.floor(line + 0.5);
      share = to - given;
      given = to;
      if (share > most) {
        most = share;
        heaviest = i;
      }
      if ((i & 1023) === 1023) {
        left -= given;
        line -= given;
        given = 0;
      }
    }
    mass[i] = share;
    // Both are written and one is kept: no branch to mispredict.
    const isSmall = Number(share < full);
    order[small] = i;
    order[large] = i;
    small += isSmall;
    large -= 1 - isSmall;
  }
  for (let i = weights.length; i < columns; i++) {
    mass[i] = 0;
    order[small++] = i;
  }
  if (isPacked) mass[heaviest] = (mass[heaviest] as number) + (left - given); // what rounding the sum left over
  fill(table, full, mass, order, small);
  return drawable;
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
    table[2 * column] = own;
    table[2 * column + 1] = giver;
    left -= full - own;
    // The second condition is for rounding, in a wide one: the last large one is full.
    while (left < full && next > small) {
      table[2 * giver] = left;
      const lack = full - left;
      next--;
      const filler = order[next] as number;
      table[2 * giver + 1] = filler;
      giver = filler;
      left = (mass[filler] as number) - lack;
    }
  }
  for (; next >= small; next--) {
    const column = order[next] as number; // full: its own alias; never one without a weight
    table[2 * column] = 0;
    table[2 * column + 1] = column;
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
