import { fillNumbers } from './fill-numbers.ts';
import type { Random } from './random.ts';

/** What the numbers of a generator are multiples of: 2^-53. */
const ULP = 1 / 9007199254740992;

/** A number below so many of its units does not say enough: 2^33. */
const ENOUGH = 8589934592;

const BLOCK = 128;

/** One index of a wide table: two numbers, or more where the second is so small that its 53 bits do not say enough. */
export function drawWide(table: Float64Array, random: Random): number {
  const column = Math.floor((random() * table.length) / 2);
  let u = random();
  for (let unit = ULP; u < unit * ENOUGH && unit > 0; unit *= ULP) u += random() * unit;
  return u < (table[2 * column] as number) ? column : (table[2 * column + 1] as number);
}

/**
 * Fills `out` from a place on as `drawWide` would one by one, running the generator inline, 128 at a time: see `fillPackedInBlocks`.
 *
 * Where one of them takes more than two numbers, one in a million, its block is begun again one by one.
 */
export function fillWide(
  table: Float64Array,
  random: Random,
  state: Uint32Array,
  out: Int32Array,
  from: number,
): void {
  const numbers = new Float64Array(2 * BLOCK);
  const columns = new Int32Array(BLOCK);
  const before = new Uint32Array(4);
  const seen = new Float64Array(1); // what was looked at ends here, or an engine might leave the looks out
  for (let start = from; start < out.length; start += BLOCK) {
    const count = Math.min(BLOCK, out.length - start);
    before.set(state);
    fillNumbers(random, numbers, 2 * count);
    let least = 1;
    for (let k = 0; k < count; k++) {
      columns[k] = Math.floor(((numbers[2 * k] as number) * table.length) / 2);
      least = Math.min(least, numbers[2 * k + 1] as number);
    }
    let sum = 0;
    const look = (k: number) => table[2 * (columns[k] as number)] as number;
    for (let k = 0; k < count; k += 4) sum += look(k) + look(k + 1) + look(k + 2) + look(k + 3);
    seen[0] = sum;
    if (least < ULP * ENOUGH) {
      state.set(before);
      for (let k = start; k < start + count; k++) out[k] = drawWide(table, random);
      continue;
    }
    for (let k = 0; k < count; k++) {
      const column = columns[k] as number;
      const alias = table[2 * column + 1] as number;
      const own = Number((numbers[2 * k + 1] as number) < (table[2 * column] as number));
      out[start + k] = alias ^ ((alias ^ column) & -own);
    }
  }
}
