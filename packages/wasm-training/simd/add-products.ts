/**
 * Adds to sums, [4, 8], the products of four lines and the panel, [columns, line / 4, 8]. `line` is a line's length in
 * bytes; for each next column the lines begin `step` bytes later.
 */
export function addProducts(
  line0: usize,
  line1: usize,
  line2: usize,
  line3: usize,
  panel: usize,
  sums: usize,
  columns: i32,
  line: usize,
  step: usize,
): void {
  let sum00 = v128.load(sums);
  let sum01 = v128.load(sums, 16);
  let sum10 = v128.load(sums, 32);
  let sum11 = v128.load(sums, 48);
  let sum20 = v128.load(sums, 64);
  let sum21 = v128.load(sums, 80);
  let sum30 = v128.load(sums, 96);
  let sum31 = v128.load(sums, 112);
  for (let column = 0; column < columns; column++) {
    for (let n: usize = 0; n < line; n += 4, panel += 32) {
      const left = v128.load(panel);
      const right = v128.load(panel, 16);
      const x0 = v128.load32_splat(line0 + n);
      sum00 = f32x4.add(sum00, f32x4.mul(x0, left));
      sum01 = f32x4.add(sum01, f32x4.mul(x0, right));
      const x1 = v128.load32_splat(line1 + n);
      sum10 = f32x4.add(sum10, f32x4.mul(x1, left));
      sum11 = f32x4.add(sum11, f32x4.mul(x1, right));
      const x2 = v128.load32_splat(line2 + n);
      sum20 = f32x4.add(sum20, f32x4.mul(x2, left));
      sum21 = f32x4.add(sum21, f32x4.mul(x2, right));
      const x3 = v128.load32_splat(line3 + n);
      sum30 = f32x4.add(sum30, f32x4.mul(x3, left));
      sum31 = f32x4.add(sum31, f32x4.mul(x3, right));
    }
    line0 += step;
    line1 += step;
    line2 += step;
    line3 += step;
  }
  v128.store(sums, sum00);
  v128.store(sums, sum01, 16);
  v128.store(sums, sum10, 32);
  v128.store(sums, sum11, 48);
  v128.store(sums, sum20, 64);
  v128.store(sums, sum21, 80);
  v128.store(sums, sum30, 96);
  v128.store(sums, sum31, 112);
}
