/** Adds a row to each of a matrix's rows, of a multiple of four columns, as a bias is added. */
export function addRow(x: usize, row: usize, out: usize, rows: i32, columns: i32): void {
  const width = (<usize>columns) << 2;
  if (columns === 8) {
    // Of few columns the loop over them would take longer than they do.
    const left = v128.load(row);
    const right = v128.load(row, 16);
    for (let i = 0; i < rows; i++, x += 32, out += 32) {
      v128.store(out, f32x4.add(v128.load(x), left));
      v128.store(out, f32x4.add(v128.load(x, 16), right), 16);
    }
    return;
  }
  for (let i = 0; i < rows; i++, x += width, out += width) {
    for (let at: usize = 0; at < width; at += 16) {
      v128.store(out + at, f32x4.add(v128.load(x + at), v128.load(row + at)));
    }
  }
}
