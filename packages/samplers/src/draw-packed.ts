import type { Random } from './random.ts';

/**
 * The column where the fraction is below its threshold, else its alias: the sign of their difference is the mask.
 *
 * A const, as no one can assign to it: of a function declared an engine looks at every call whether someone did, which
 * is a tenth of a draw's time. The shift, unlike a product, is known to be an integer of 32 bits.
 */
const choose = (table: Int32Array, column: number, fraction: number): number => {
  const entry = column << 1;
  const alias = table[entry | 1] as number;
  return alias ^ ((alias ^ column) & ((fraction - (table[entry] as number)) >> 31));
};

/**
 * One index from a packed table and one number of `random`: its first 27 bits hold the column, its last 26 and five more
 * are compared with the column's threshold.
 *
 * @param shift 32 less the base-2 logarithm of the count of columns.
 */
export function drawPacked(table: Int32Array, shift: number, random: Random): number {
  const number = random() * 134217728; // 2^27
  const high = Math.floor(number);
  const low = Math.floor((number - high) * 67108864); // 2^26
  return choose(table, high >>> (shift - 5), (low << 5) | (high & 31));
}

/**
 * Fills `out` from a place on as `drawPacked` would one by one, running the generator inline on its state.
 *
 * See `createRng` for the generator. Nothing here branches on what was drawn. WebAssembly with SIMD and the same stream was
 * 1.3 to 1.6 times as quick at 1,024 draws a call, but at 64 not always (0.9 to 1.4): copying them out costs what it saves.
 */
export function fillPacked(
  table: Int32Array,
  shift: number,
  state: Uint32Array,
  out: Int32Array,
  from: number,
): void {
  let a = (state[0] as number) | 0;
  let b = (state[1] as number) | 0;
  let c = (state[2] as number) | 0;
  let d = (state[3] as number) | 0;
  const end = out.length;
  for (let k = from; k < end; k++) {
    const high = (((b + d) | 0) + a) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + high) | 0;
    const low = (((b + d + 1) | 0) + a) | 0;
    d = (d + 2) | 0; // once for both words: a fifth of the time
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + low) | 0;
    out[k] = choose(table, high >>> shift, ((low >>> 6) << 5) | ((high >>> 5) & 31));
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}

/** From so many columns on a table is too large for the nearer caches, and `fillPackedInBlocks` is quicker. */
export const MANY_COLUMNS: number = 2 ** 17;

const BLOCK = 256;
// Kept, and so of a length that the compiler knows.
const columns = /* @__PURE__ */ new Int32Array(BLOCK);
const fractions = /* @__PURE__ */ new Int32Array(BLOCK);
/** What was looked at ends here, or an engine might leave the looks out. */
const seen = /* @__PURE__ */ new Int32Array(1);

/**
 * Fills `out` as `fillPacked` does, 256 at a time: first the random words, then a look at each one's column, which does
 * nothing but bring it near, then the draws.
 *
 * The looks do not wait for one another, so that many are under way to memory at once: the more the fewer instructions
 * lie between them, hence eight in a row.
 */
export function fillPackedInBlocks(
  table: Int32Array,
  shift: number,
  state: Uint32Array,
  out: Int32Array,
  from: number,
): void {
  let a = (state[0] as number) | 0;
  let b = (state[1] as number) | 0;
  let c = (state[2] as number) | 0;
  let d = (state[3] as number) | 0;
  for (let start = from; start < out.length; start += BLOCK) {
    const count = Math.min(BLOCK, out.length - start);
    for (let k = 0; k < count; k++) {
      const high = (((b + d) | 0) + a) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + high) | 0;
      const low = (((b + d + 1) | 0) + a) | 0;
      d = (d + 2) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + low) | 0;
      columns[k] = high >>> shift;
      fractions[k] = ((low >>> 6) << 5) | ((high >>> 5) & 31);
    }
    let sum = 0;
    const look = (k: number) => table[(columns[k] as number) << 1] as number;
    for (let k = 0; k < count; k += 8) {
      sum ^= look(k) ^ look(k + 1) ^ look(k + 2) ^ look(k + 3);
      sum ^= look(k + 4) ^ look(k + 5) ^ look(k + 6) ^ look(k + 7);
    }
    seen[0] = sum;
    for (let k = 0; k < count; k++) {
      out[start + k] = choose(table, columns[k] as number, fractions[k] as number);
    }
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}
