/**
 * The product c = a b of matrices in rows, a of [rows, inner] and b of [inner, columns].
 *
 * Eight columns of b at a time are copied side by side to `panel`, which has room for 8 inner + 8 floats, and multiplied
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
  const end = panel + ((<usize>inner) << 5);
  for (let column = 0; column < columns; column += 8) {
    const width = min(8, columns - column);
    pack(b + ((<usize>column) << 2), panel, inner, lineOfB, width);
    let row = 0;
    let from = a;
    let to = c + ((<usize>column) << 2);
    for (; row + 4 <= rows && width === 8; row += 4) {
      const from1 = from + lineOfA;
      const from2 = from1 + lineOfA;
      const from3 = from2 + lineOfA;
      let sum00 = f32x4.splat(0);
      let sum01 = sum00;
      let sum10 = sum00;
      let sum11 = sum00;
      let sum20 = sum00;
      let sum21 = sum00;
      let sum30 = sum00;
      let sum31 = sum00;
      let k: usize = 0;
      for (let at = panel; at < end; at += 32, k += 4) {
        const left = v128.load(at);
        const right = v128.load(at, 16);
        const a0 = v128.load32_splat(from + k);
        sum00 = f32x4.add(sum00, f32x4.mul(a0, left));
        sum01 = f32x4.add(sum01, f32x4.mul(a0, right));
        const a1 = v128.load32_splat(from1 + k);
        sum10 = f32x4.add(sum10, f32x4.mul(a1, left));
        sum11 = f32x4.add(sum11, f32x4.mul(a1, right));
        const a2 = v128.load32_splat(from2 + k);
        sum20 = f32x4.add(sum20, f32x4.mul(a2, left));
        sum21 = f32x4.add(sum21, f32x4.mul(a2, right));
        const a3 = v128.load32_splat(from3 + k);
        sum30 = f32x4.add(sum30, f32x4.mul(a3, left));
        sum31 = f32x4.add(sum31, f32x4.mul(a3, right));
      }
      v128.store(to, sum00);
      v128.store(to, sum01, 16);
      v128.store(to + lineOfB, sum10);
      v128.store(to + lineOfB, sum11, 16);
      v128.store(to + 2 * lineOfB, sum20);
      v128.store(to + 2 * lineOfB, sum21, 16);
      v128.store(to + 3 * lineOfB, sum30);
      v128.store(to + 3 * lineOfB, sum31, 16);
      from += 4 * lineOfA;
      to += 4 * lineOfB;
    }
    for (; row < rows; row++) {
      let left = f32x4.splat(0);
      let right = left;
      let k: usize = 0;
      for (let at = panel; at < end; at += 32, k += 4) {
        const one = v128.load32_splat(from + k);
        left = f32x4.add(left, f32x4.mul(one, v128.load(at)));
        right = f32x4.add(right, f32x4.mul(one, v128.load(at, 16)));
      }
      v128.store(end, left);
      v128.store(end, right, 16);
      memory.copy(to, end, (<usize>width) << 2);
      from += lineOfA;
      to += lineOfB;
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
