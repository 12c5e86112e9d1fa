import { addProducts } from './add-products.ts';

/**
 * The product c = a b of matrices in rows, a of [rows, inner] and b of [inner, columns].
 *
 * Eight columns of b at a time are copied side by side to `panel`, which has room for 8 inner + 32 floats, and multiplied
 * by four rows of a at a time. For few rows: the copying, which a library does for each new b, is done without delay.
 */
export function product(
  a: usize,
  b: usize,
  c: usize,
  panel: usize,
  rows: i32,
  inner: i32,
  columns: i32,
): void {
  const lineOfA = (<usize>inner) << 2;
  const lineOfB = (<usize>columns) << 2;
  const sums = panel + ((<usize>inner) << 5);
  const last = a + <usize>(rows - 1) * lineOfA;
  for (let column = 0; column < columns; column += 8) {
    const width = min(8, columns - column);
    pack(b + ((<usize>column) << 2), panel, inner, lineOfB, width);
    let from = a;
    let to = c + ((<usize>column) << 2);
    for (let row = 0; row < rows; row += 4, from += 4 * lineOfA) {
      memory.fill(sums, 0, 128);
      addProducts(
        from,
        min(from + lineOfA, last),
        min(from + 2 * lineOfA, last),
        min(from + 3 * lineOfA, last),
        panel,
        sums,
        1,
        lineOfA,
        0,
      );
      const end = sums + ((<usize>min(4, rows - row)) << 5);
      for (let at = sums; at < end; at += 32, to += lineOfB) {
        if (width === 8) {
          v128.store(to, v128.load(at));
          v128.store(to, v128.load(at, 16), 16);
        } else {
          memory.copy(to, at, (<usize>width) << 2);
        }
      }
    }
  }
}

/** Copies `width` columns of b, eight at the most, to lines of eight, the rest of them 0. */
function pack(b: usize, panel: usize, inner: i32, lineOfB: usize, width: i32): void {
  const end = panel + ((<usize>inner) << 5);
  if (width === 8) {
    for (let to = panel; to < end; to += 32, b += lineOfB) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
    }
    return;
  }
  memory.fill(panel, 0, end - panel);
  for (let to = panel; to < end; to += 32, b += lineOfB) {
    for (let i = 0; i < width; i++)
      store<f32>(to + ((<usize>i) << 2), load<f32>(b + ((<usize>i) << 2)));
  }
}
