/** What `withRow` does to each row of x: adds, takes away, multiplies by, or is taken away from `row`. */
const PLUS = 0;
const MINUS = 1;
const TIMES = 2;

/**
 * x + row, x - row, x row or row - x, for each of the rows of x, [rows, columns], and of a multiple of four columns:
 * a bias, or a normalisation by the channel.
 */
export function withRow(
  operation: i32,
  x: usize,
  row: usize,
  out: usize,
  rows: i32,
  columns: i32,
): void {
  const width = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++, x += width, out += width) {
    for (let at: usize = 0; at < width; at += 16) {
      const left = v128.load(x + at);
      const right = v128.load(row + at);
      const result =
        operation === PLUS
          ? f32x4.add(left, right)
          : operation === MINUS
            ? f32x4.sub(left, right)
            : operation === TIMES
              ? f32x4.mul(left, right)
              : f32x4.sub(right, left);
      v128.store(out + at, result);
    }
  }
}

/** (x - mean) factor + shift, each of the latter one row for all rows of x, of a multiple of four columns. */
export function normaliseRows(
  x: usize,
  mean: usize,
  factor: usize,
  shift: usize,
  out: usize,
  rows: i32,
  columns: i32,
): void {
  const width = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++, x += width, out += width) {
    for (let at: usize = 0; at < width; at += 16) {
      const centred = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      const scaled = f32x4.mul(centred, v128.load(factor + at));
      v128.store(out + at, f32x4.add(scaled, v128.load(shift + at)));
    }
  }
}
