/** A column's worth of probability, in the units of a threshold. */
const FULL = 2147483648; // 2^31

/** A weight of fewer parts than this would be off by more than a thousandth of itself. */
const FEWEST = 1000;

/** Room for the two lists that a build works with; kept, so that a rebuild allocates nothing. */
export interface Workspace {
  mass: Float64Array;
  order: Int32Array;
}

/**
 * Builds an alias table of 31-bit thresholds in whole numbers, or returns false where that is too coarse for a weight.
 *
 * Entry 2 i is the threshold of column i, entry 2 i + 1 its alias: of the 2^31 parts of the column the first `threshold`
 * are index i's and the others its alias's. Each weight is first rounded to whole parts of all N 2^31 (the remainder is
 * handed on to the next weight, so each is off by less than one part and they sum to all there is); from there on nothing
 * is rounded, and the table holds these masses exactly. Columns without a weight have a threshold of 0.
 *
 * @param table 2 N entries, N a power of two of at most 2^22, so that all masses are exact in float64.
 * @see Walker 1977, An efficient method for generating discrete random variables with general distributions
 * @see Vose 1991, A linear algorithm for generating random numbers with a given distribution
 */
export function buildPacked(
  weights: ArrayLike<number>,
  sum: number,
  table: Int32Array,
  { mass, order }: Workspace,
): boolean {
  if (!roundToMasses(weights, sum, mass)) return false;
  const columns = mass.length;
  let small = 0;
  let large = columns;
  for (let i = 0; i < columns; i++) {
    // Both are written and one is kept: no branch to mispredict.
    const isSmall = (mass[i] as number) < FULL ? 1 : 0;
    order[small] = i;
    order[large - 1] = i;
    small += isSmall;
    large -= 1 - isSmall;
  }

  // Each small column is filled up by the present large one, which goes on to be small itself once it has given enough.
  let next = columns - 1;
  let giver = order[next] as number;
  let left = mass[giver] as number;
  for (let k = 0; k < small; k++) {
    const column = order[k] as number;
    const own = mass[column] as number;
    table[2 * column] = own;
    table[2 * column + 1] = giver;
    left -= FULL - own;
    while (left < FULL) {
      table[2 * giver] = left;
      const lack = FULL - left;
      next--;
      const filler = order[next] as number;
      table[2 * giver + 1] = filler;
      giver = filler;
      left = (mass[filler] as number) - lack;
    }
  }
  for (; next >= small; next--) {
    const column = order[next] as number; // exactly full: its own alias
    table[2 * column] = 0;
    table[2 * column + 1] = column;
  }
  return true;
}

function roundToMasses(weights: ArrayLike<number>, sum: number, mass: Float64Array): boolean {
  const total = mass.length * FULL;
  let remainder = 0;
  let given = 0;
  let heaviest = 0;
  for (let i = 0; i < weights.length; i++) {
    const exact = ((weights[i] as number) / sum) * total;
    if (exact === 0) {
      mass[i] = 0;
      continue;
    }
    if (exact < FEWEST) return false;
    const wanted = exact + remainder;
    const rounded = Math.floor(wanted + 0.5);
    remainder = wanted - rounded;
    mass[i] = rounded;
    given += rounded;
    if (rounded > (mass[heaviest] as number)) heaviest = i;
  }
  mass.fill(0, weights.length);
  mass[heaviest] = (mass[heaviest] as number) + (total - given); // what rounding the sum left over: a few parts
  return true;
}

/** How many of all N 2^31 parts each of the first `size` indices has. */
export function massesOfPacked(table: Int32Array, size: number): Float64Array {
  const masses = new Float64Array(size);
  for (let column = 0; column < table.length / 2; column++) {
    const threshold = table[2 * column] as number;
    const alias = table[2 * column + 1] as number;
    if (column < size) masses[column] = (masses[column] as number) + threshold;
    masses[alias] = (masses[alias] as number) + (FULL - threshold);
  }
  return masses;
}
