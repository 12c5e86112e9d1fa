import { addProducts } from './add-products.ts';

/**
 * The gradient of a convolution by its filter,
 *
 *     dw[i, j, c, o] = sum over h, w, n of x[n, h s + i - p, w s + j - p, c] dy[n, h, w, o],
 *
 * added up in that order. x is [batch, inHeight, inWidth, inChannels], dy [batch, outHeight, outWidth, outChannels].
 *
 * Needs room for `lines`, what the filter meets of x with the images innermost, [height, width, inChannels, batch]; for
 * `panel`, eight channels of a row of dy, [outWidth, batch, 8]; and for `sums`, [outChannels / 8, taps, 8] of
 * filterHeight filterWidth inChannels taps, with the channels in whole eights and the taps in whole fours.
 */
export function convolutionFilterGradient(
  x: usize,
  dy: usize,
  dw: usize,
  lines: usize,
  panel: usize,
  sums: usize,
  batch: i32,
  inHeight: i32,
  inWidth: i32,
  inChannels: i32,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const line = (<usize>batch) << 2;
  const height = (outHeight - 1) * strideHeight + filterHeight;
  const width = ((outWidth - 1) * strideWidth + filterWidth) * inChannels;
  const before = padLeft * inChannels;
  imagesInnermost(x, lines, batch, inHeight, inWidth * inChannels, height, width, padTop, before);

  const row = <usize>width * line;
  const step = <usize>(strideWidth * inChannels) * line;
  const tapsOfRow = filterWidth * inChannels;
  const taps = filterHeight * tapsOfRow;
  const block = (<usize>((taps + 3) & ~3)) << 5;
  memory.fill(sums, 0, <usize>((outChannels + 7) >> 3) * block);
  for (let h = 0; h < outHeight; h++) {
    const top = lines + <usize>(h * strideHeight) * row;
    let to = sums;
    for (let o = 0; o < outChannels; o += 8) {
      eightChannels(dy, panel, batch, outHeight, outWidth, outChannels, h, o);
      for (let tap = 0; tap < taps; tap += 4) {
        const last = taps - 1;
        addProducts(
          top + offsetOf(tap, tapsOfRow, row, line),
          top + offsetOf(min(tap + 1, last), tapsOfRow, row, line),
          top + offsetOf(min(tap + 2, last), tapsOfRow, row, line),
          top + offsetOf(min(tap + 3, last), tapsOfRow, row, line),
          panel,
          to + ((<usize>tap) << 5),
          outWidth,
          line,
          step,
        );
      }
      to += block;
    }
  }
  for (let o = 0; o < outChannels; o += 8, sums += block) {
    const bytes = (<usize>min(8, outChannels - o)) << 2;
    let to = dw + ((<usize>o) << 2);
    for (let tap = 0; tap < taps; tap++, to += (<usize>outChannels) << 2) {
      memory.copy(to, sums + ((<usize>tap) << 5), bytes);
    }
  }
}

/** Where the first image's value for a tap lies, from that for the first of them. */
function offsetOf(tap: i32, tapsOfRow: i32, row: usize, line: usize): usize {
  return <usize>(tap / tapsOfRow) * row + <usize>(tap % tapsOfRow) * line;
}

/** Copies channels o to o + 7 of row h of dy to the panel, [outWidth, batch, 8]; 0 for what there is not. */
function eightChannels(
  dy: usize,
  panel: usize,
  batch: i32,
  outHeight: i32,
  outWidth: i32,
  outChannels: i32,
  h: i32,
  o: i32,
): void {
  const pixel = (<usize>outChannels) << 2;
  const line = (<usize>batch) << 5;
  const bytes = (<usize>min(8, outChannels - o)) << 2;
  if (bytes < 32) memory.fill(panel, 0, <usize>outWidth * line);
  for (let n = 0; n < batch; n++, panel += 32) {
    let from = dy + <usize>((n * outHeight + h) * outWidth) * pixel + ((<usize>o) << 2);
    let to = panel;
    for (let w = 0; w < outWidth; w++, from += pixel, to += line) {
      if (bytes === 32) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        for (let i: usize = 0; i < bytes; i += 4) store<f32>(to + i, load<f32>(from + i));
      }
    }
  }
}

/**
 * Turns x, [batch, inHeight, inWidth], to lines, [height, width, batch], where x begins at row `top` and column `left`:
 * with 0 around it, and without what lies beyond.
 */
function imagesInnermost(
  x: usize,
  lines: usize,
  batch: i32,
  inHeight: i32,
  inWidth: i32,
  height: i32,
  width: i32,
  top: i32,
  left: i32,
): void {
  const bottom = min(height, top + inHeight);
  const right = min(width, left + inWidth);
  const line = (<usize>batch) << 2;
  if (top > 0 || left > 0 || bottom < height || right < width) {
    memory.fill(lines, 0, <usize>(height * width) * line);
  }
  const image = (<usize>(inHeight * inWidth)) << 2;
  for (let i = top; i < bottom; i++) {
    let from = x + ((<usize>((i - top) * inWidth)) << 2);
    let to = lines + <usize>(i * width + left) * line;
    let j = left;
    for (; j + 4 <= right; j += 4, from += 16, to += 4 * line) {
      let at = from;
      let n: usize = 0;
      for (; n + 16 <= line; n += 16, at += 4 * image) {
        const a = v128.load(at);
        const b = v128.load(at + image);
        const c = v128.load(at + 2 * image);
        const d = v128.load(at + 3 * image);
        const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
        const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
        const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
        const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
        v128.store(to + n, v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5));
        v128.store(to + n + line, v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7));
        v128.store(to + n + 2 * line, v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5));
        v128.store(to + n + 3 * line, v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7));
      }
      for (; n < line; n += 4, at += image) {
        store<f32>(to + n, load<f32>(at));
        store<f32>(to + n + line, load<f32>(at, 4));
        store<f32>(to + n + 2 * line, load<f32>(at, 8));
        store<f32>(to + n + 3 * line, load<f32>(at, 12));
      }
    }
    for (; j < right; j++, from += 4, to += line) {
      let at = from;
      for (let n: usize = 0; n < line; n += 4, at += image) store<f32>(to + n, load<f32>(at));
    }
  }
}
