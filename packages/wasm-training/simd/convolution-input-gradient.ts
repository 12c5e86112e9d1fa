/**
 * The gradient of a convolution by its input: each dy hands itself, times the filter, to the inputs that it came from.
 * dx is [batch, inHeight, inWidth, inChannels], dy [batch, outHeight, outWidth, outChannels], and w
 * [filterHeight, filterWidth, outChannels, inChannels].
 */
export function convolutionInputGradient(
  w: usize,
  dy: usize,
  dx: usize,
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
  const pixel = (<usize>inChannels) << 2;
  const given = (<usize>outChannels) << 2;
  memory.fill(dx, 0, <usize>(batch * inHeight * inWidth) * pixel);
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < outHeight; row++) {
      const above = row * strideHeight - padTop;
      const top = max(0, -above);
      const bottom = min(filterHeight, inHeight - above);
      for (let column = 0; column < outWidth; column++) {
        const before = column * strideWidth - padLeft;
        const left = max(0, -before);
        const right = min(filterWidth, inWidth - before);
        for (let i = top; i < bottom; i++) {
          for (let j = left; j < right; j++) {
            const to = dx + <usize>((n * inHeight + above + i) * inWidth + before + j) * pixel;
            addProduct(
              dy,
              w + <usize>((i * filterWidth + j) * outChannels) * pixel,
              to,
              given,
              pixel,
            );
          }
        }
        dy += given;
      }
    }
  }
}

/** Adds to a row c the row a times the matrix b, which has `inner` / 4 rows of `width` / 4; both are in bytes. */
function addProduct(a: usize, b: usize, c: usize, inner: usize, width: usize): void {
  const end = a + inner;
  let at: usize = 0;
  for (; at + 64 <= width; at += 64) {
    let sum0 = v128.load(c + at);
    let sum1 = v128.load(c + at, 16);
    let sum2 = v128.load(c + at, 32);
    let sum3 = v128.load(c + at, 48);
    let from = b + at;
    for (let k = a; k < end; k += 4, from += width) {
      const one = v128.load32_splat(k);
      sum0 = f32x4.add(sum0, f32x4.mul(one, v128.load(from)));
      sum1 = f32x4.add(sum1, f32x4.mul(one, v128.load(from, 16)));
      sum2 = f32x4.add(sum2, f32x4.mul(one, v128.load(from, 32)));
      sum3 = f32x4.add(sum3, f32x4.mul(one, v128.load(from, 48)));
    }
    v128.store(c + at, sum0);
    v128.store(c + at, sum1, 16);
    v128.store(c + at, sum2, 32);
    v128.store(c + at, sum3, 48);
  }
  for (; at + 32 <= width; at += 32) {
    let sum0 = v128.load(c + at);
    let sum1 = v128.load(c + at, 16);
    let from = b + at;
    for (let k = a; k < end; k += 4, from += width) {
      const one = v128.load32_splat(k);
      sum0 = f32x4.add(sum0, f32x4.mul(one, v128.load(from)));
      sum1 = f32x4.add(sum1, f32x4.mul(one, v128.load(from, 16)));
    }
    v128.store(c + at, sum0);
    v128.store(c + at, sum1, 16);
  }
  for (; at < width; at += 4) {
    let sum = load<f32>(c + at);
    let from = b + at;
    for (let k = a; k < end; k += 4, from += width) sum += load<f32>(k) * load<f32>(from);
    store<f32>(c + at, sum);
  }
}
