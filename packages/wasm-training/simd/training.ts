// Loops of training steps over tfjs's own memory, in AssemblyScript (https://www.assemblyscript.org).
// `pnpm --filter @gradus/wasm-training build:simd` compiles them into src/simd/bytes.ts. All addresses are in bytes,
// all counts in elements; every result is rounded as the ops of tfjs that it stands for round theirs.

/**
 * Adam's update of n weights (Kingma & Ba 2015, algorithm 1):
 *
 *     m' = b1 m + (1 - b1) g,   v' = b2 v + (1 - b2) g^2,
 *     w' = w - rate (m' / left1) / (sqrt(v' / left2) + epsilon),
 *
 * where left1 and left2 are 1 - b1^t and 1 - b2^t.
 */
export function adam(
  n: i32,
  w: usize,
  m: usize,
  v: usize,
  g: usize,
  newW: usize,
  newM: usize,
  newV: usize,
  b1: f32,
  rest1: f32,
  left1: f32,
  b2: f32,
  rest2: f32,
  left2: f32,
  epsilon: f32,
  minusRate: f32,
): void {
  const end = (<usize>n) << 2;
  const whole = (<usize>(n & ~3)) << 2;
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const gradient = v128.load(g + i);
    const first = f32x4.add(
      f32x4.mul(v128.load(m + i), f32x4.splat(b1)),
      f32x4.mul(gradient, f32x4.splat(rest1)),
    );
    const second = f32x4.add(
      f32x4.mul(v128.load(v + i), f32x4.splat(b2)),
      f32x4.mul(f32x4.mul(gradient, gradient), f32x4.splat(rest2)),
    );
    const root = f32x4.sqrt(f32x4.div(second, f32x4.splat(left2)));
    const step = f32x4.div(
      f32x4.div(first, f32x4.splat(left1)),
      f32x4.add(root, f32x4.splat(epsilon)),
    );
    v128.store(newM + i, first);
    v128.store(newV + i, second);
    v128.store(newW + i, f32x4.add(f32x4.mul(step, f32x4.splat(minusRate)), v128.load(w + i)));
  }
  for (; i < end; i += 4) {
    const gradient = load<f32>(g + i);
    const first: f32 = load<f32>(m + i) * b1 + gradient * rest1;
    const second: f32 = load<f32>(v + i) * b2 + gradient * gradient * rest2;
    const step: f32 = first / left1 / (sqrt<f32>(second / left2) + epsilon);
    store<f32>(newM + i, first);
    store<f32>(newV + i, second);
    store<f32>(newW + i, step * minusRate + load<f32>(w + i));
  }
}

/** The update of n weights with momentum: a' = mass a + g, w' = w - rate a', or w - rate (g + mass a') if nesterov. */
export function momentum(
  n: i32,
  w: usize,
  a: usize,
  g: usize,
  newW: usize,
  newA: usize,
  mass: f32,
  minusRate: f32,
  nesterov: bool,
): void {
  const end = (<usize>n) << 2;
  const whole = (<usize>(n & ~3)) << 2;
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const gradient = v128.load(g + i);
    const sum = f32x4.add(f32x4.mul(f32x4.splat(mass), v128.load(a + i)), gradient);
    const step = nesterov ? f32x4.add(gradient, f32x4.mul(sum, f32x4.splat(mass))) : sum;
    v128.store(newA + i, sum);
    v128.store(newW + i, f32x4.add(f32x4.mul(f32x4.splat(minusRate), step), v128.load(w + i)));
  }
  for (; i < end; i += 4) {
    const gradient = load<f32>(g + i);
    const sum: f32 = mass * load<f32>(a + i) + gradient;
    const step: f32 = nesterov ? gradient + sum * mass : sum;
    store<f32>(newA + i, sum);
    store<f32>(newW + i, minusRate * step + load<f32>(w + i));
  }
}

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
            addRow(dy, w + <usize>((i * filterWidth + j) * outChannels) * pixel, to, given, pixel);
          }
        }
        dy += given;
      }
    }
  }
}

/** Adds to a row c the row a times the matrix b, which has `inner` / 4 rows of `width` / 4; both are in bytes. */
function addRow(a: usize, b: usize, c: usize, inner: usize, width: usize): void {
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
