/**
 * The gradient of max-pooling: each window hands its gradient dy to the first of its x that equals its output y.
 * x and dx are [batch, inHeight, inWidth, channels], y and dy [batch, outHeight, outWidth, channels].
 */
export function maxPoolGrad(
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  batch: i32,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const pixel = (<usize>channels) << 2;
  memory.fill(dx, 0, <usize>batch * inHeight * inWidth * pixel);
  const whole = (<usize>(channels & ~3)) << 2;
  let out: usize = 0;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < outHeight; row++) {
      const above = row * strideHeight - padTop;
      const top = max(0, above);
      const bottom = min(inHeight, above + filterHeight);
      for (let column = 0; column < outWidth; column++) {
        const before = column * strideWidth - padLeft;
        const left = max(0, before);
        const right = min(inWidth, before + filterWidth);
        let c: usize = 0;
        for (; c < whole; c += 16) {
          const largest = v128.load(y + out + c);
          const gradient = v128.load(dy + out + c);
          let found = i32x4.splat(0);
          for (let i = top; i < bottom; i++) {
            let at = <usize>((n * inHeight + i) * inWidth + left) * pixel + c;
            for (let j = left; j < right; j++, at += pixel) {
              const equal = f32x4.eq(v128.load(x + at), largest);
              const won = v128.and(gradient, v128.andnot(equal, found));
              found = v128.or(found, equal);
              v128.store(dx + at, f32x4.add(v128.load(dx + at), won));
            }
          }
        }
        for (; c < pixel; c += 4) {
          const largest = load<f32>(y + out + c);
          let found = false;
          for (let i = top; i < bottom && !found; i++) {
            let at = <usize>((n * inHeight + i) * inWidth + left) * pixel + c;
            for (let j = left; j < right && !found; j++, at += pixel) {
              if (load<f32>(x + at) === largest) {
                store<f32>(dx + at, load<f32>(dx + at) + load<f32>(dy + out + c));
                found = true;
              }
            }
          }
        }
        out += pixel;
      }
    }
  }
}
