// What a training step's kernels do, each as the plain SIMD loop that one would write first: no packing, no blocking
// for caches, no threads. In AssemblyScript; src/plain-loops.ts compiles it. Addresses in bytes, sizes in elements.

/**
 * c = a b of [m, k] by [k, n]. One value of a by a run of b at a time, sums in registers.
 * Value (i, l) of a lies at i stepI + l stepL, so that a may be given transposed.
 */
export function product(
  a: usize,
  b: usize,
  c: usize,
  m: i32,
  k: i32,
  n: i32,
  stepI: i32,
  stepL: i32,
): void {
  for (let i = 0; i < m; i++) {
    const row = a + ((<usize>(i * stepI)) << 2);
    const to = c + ((<usize>(i * n)) << 2);
    let j = 0;
    for (; j + 16 <= n; j += 16) {
      let sum0 = f32x4.splat(0);
      let sum1 = sum0;
      let sum2 = sum0;
      let sum3 = sum0;
      let from = row;
      let at = b + ((<usize>j) << 2);
      for (let l = 0; l < k; l++) {
        const one = v128.load32_splat(from);
        sum0 = f32x4.add(sum0, f32x4.mul(one, v128.load(at)));
        sum1 = f32x4.add(sum1, f32x4.mul(one, v128.load(at, 16)));
        sum2 = f32x4.add(sum2, f32x4.mul(one, v128.load(at, 32)));
        sum3 = f32x4.add(sum3, f32x4.mul(one, v128.load(at, 48)));
        from += (<usize>stepL) << 2;
        at += (<usize>n) << 2;
      }
      const place = to + ((<usize>j) << 2);
      v128.store(place, sum0);
      v128.store(place, sum1, 16);
      v128.store(place, sum2, 32);
      v128.store(place, sum3, 48);
    }
    for (; j + 4 <= n; j += 4) {
      let sum = f32x4.splat(0);
      for (let l = 0; l < k; l++) {
        const one = v128.load32_splat(row + ((<usize>(l * stepL)) << 2));
        sum = f32x4.add(sum, f32x4.mul(one, v128.load(b + ((<usize>(l * n + j)) << 2))));
      }
      v128.store(to + ((<usize>j) << 2), sum);
    }
    for (; j < n; j++) {
      let sum: f32 = 0;
      for (let l = 0; l < k; l++) {
        sum +=
          load<f32>(row + ((<usize>(l * stepL)) << 2)) * load<f32>(b + ((<usize>(l * n + j)) << 2));
      }
      store<f32>(to + ((<usize>j) << 2), sum);
    }
  }
}

/** c = a b' of [m, k] by [n, k]: dot products of rows. */
export function productByRows(a: usize, b: usize, c: usize, m: i32, k: i32, n: i32): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const left = a + ((<usize>(i * k)) << 2);
      const right = b + ((<usize>(j * k)) << 2);
      store<f32>(c + ((<usize>(i * n + j)) << 2), dot(left, right, k));
    }
  }
}

function dot(left: usize, right: usize, n: i32): f32 {
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let l = 0;
  for (; l + 8 <= n; l += 8, left += 32, right += 32) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(left), v128.load(right)));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(left, 16), v128.load(right, 16)));
  }
  const sums = f32x4.add(sum0, sum1);
  let sum =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    f32x4.extract_lane(sums, 2) +
    f32x4.extract_lane(sums, 3);
  for (; l < n; l++, left += 4, right += 4) sum += load<f32>(left) * load<f32>(right);
  return sum;
}

/** y = conv2d(x, w): x [batch, height, width, inC], w [rows, columns, inC, outC], y [batch, outH, outW, outC]. */
export function convolution(
  x: usize,
  w: usize,
  y: usize,
  batch: i32,
  height: i32,
  width: i32,
  inC: i32,
  outH: i32,
  outW: i32,
  outC: i32,
  rows: i32,
  columns: i32,
  strideH: i32,
  strideW: i32,
  top: i32,
  left: i32,
): void {
  const pixel = (<usize>outC) << 2;
  let to = y;
  for (let n = 0; n < batch; n++) {
    for (let h = 0; h < outH; h++) {
      const above = h * strideH - top;
      const firstRow = max(0, -above);
      const lastRow = min(rows, height - above);
      for (let v = 0; v < outW; v++) {
        const before = v * strideW - left;
        const firstColumn = max(0, -before);
        const lastColumn = min(columns, width - before);
        let o = 0;
        for (; o + 8 <= outC; o += 8) {
          let sum0 = f32x4.splat(0);
          let sum1 = sum0;
          for (let i = firstRow; i < lastRow; i++) {
            for (let j = firstColumn; j < lastColumn; j++) {
              let from =
                x + ((<usize>(((n * height + above + i) * width + before + j) * inC)) << 2);
              let tap = w + ((<usize>((i * columns + j) * inC * outC + o)) << 2);
              for (let c = 0; c < inC; c++) {
                const one = v128.load32_splat(from);
                sum0 = f32x4.add(sum0, f32x4.mul(one, v128.load(tap)));
                sum1 = f32x4.add(sum1, f32x4.mul(one, v128.load(tap, 16)));
                from += 4;
                tap += pixel;
              }
            }
          }
          v128.store(to + ((<usize>o) << 2), sum0);
          v128.store(to + ((<usize>o) << 2), sum1, 16);
        }
        for (; o < outC; o++) {
          let sum: f32 = 0;
          for (let i = firstRow; i < lastRow; i++) {
            for (let j = firstColumn; j < lastColumn; j++) {
              let from =
                x + ((<usize>(((n * height + above + i) * width + before + j) * inC)) << 2);
              let tap = w + ((<usize>((i * columns + j) * inC * outC + o)) << 2);
              for (let c = 0; c < inC; c++, from += 4, tap += pixel)
                sum += load<f32>(from) * load<f32>(tap);
            }
          }
          store<f32>(to + ((<usize>o) << 2), sum);
        }
        to += pixel;
      }
    }
  }
}

/** The gradient of that by w, added up in its place. */
export function filterGradient(
  x: usize,
  dy: usize,
  dw: usize,
  batch: i32,
  height: i32,
  width: i32,
  inC: i32,
  outH: i32,
  outW: i32,
  outC: i32,
  rows: i32,
  columns: i32,
  strideH: i32,
  strideW: i32,
  top: i32,
  left: i32,
): void {
  const pixel = (<usize>outC) << 2;
  memory.fill(dw, 0, <usize>(rows * columns * inC) * pixel);
  let gradient = dy;
  for (let n = 0; n < batch; n++) {
    for (let h = 0; h < outH; h++) {
      const above = h * strideH - top;
      for (let v = 0; v < outW; v++, gradient += pixel) {
        const before = v * strideW - left;
        for (let i = max(0, -above); i < min(rows, height - above); i++) {
          for (let j = max(0, -before); j < min(columns, width - before); j++) {
            let from = x + ((<usize>(((n * height + above + i) * width + before + j) * inC)) << 2);
            let to = dw + <usize>((i * columns + j) * inC) * pixel;
            for (let c = 0; c < inC; c++, from += 4, to += pixel) {
              const one = v128.load32_splat(from);
              let o: usize = 0;
              for (; o + 16 <= pixel; o += 16) {
                const more = f32x4.mul(one, v128.load(gradient + o));
                v128.store(to + o, f32x4.add(v128.load(to + o), more));
              }
              for (; o < pixel; o += 4) {
                const more = load<f32>(from) * load<f32>(gradient + o);
                store<f32>(to + o, load<f32>(to + o) + more);
              }
            }
          }
        }
      }
    }
  }
}

/** The gradient of that by x, added up in its place; w with its last two dimensions exchanged. */
export function inputGradient(
  w: usize,
  dy: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  inC: i32,
  outH: i32,
  outW: i32,
  outC: i32,
  rows: i32,
  columns: i32,
  strideH: i32,
  strideW: i32,
  top: i32,
  left: i32,
): void {
  const pixel = (<usize>inC) << 2;
  memory.fill(dx, 0, <usize>(batch * height * width) * pixel);
  let gradient = dy;
  for (let n = 0; n < batch; n++) {
    for (let h = 0; h < outH; h++) {
      const above = h * strideH - top;
      for (let v = 0; v < outW; v++, gradient += (<usize>outC) << 2) {
        const before = v * strideW - left;
        for (let i = max(0, -above); i < min(rows, height - above); i++) {
          for (let j = max(0, -before); j < min(columns, width - before); j++) {
            const to = dx + <usize>((n * height + above + i) * width + before + j) * pixel;
            const taps = w + <usize>((i * columns + j) * outC) * pixel;
            let c: usize = 0;
            for (; c + 32 <= pixel; c += 32) {
              let sum0 = v128.load(to + c);
              let sum1 = v128.load(to + c, 16);
              let tap = taps + c;
              for (let o = 0; o < outC; o++, tap += pixel) {
                const one = v128.load32_splat(gradient + ((<usize>o) << 2));
                sum0 = f32x4.add(sum0, f32x4.mul(one, v128.load(tap)));
                sum1 = f32x4.add(sum1, f32x4.mul(one, v128.load(tap, 16)));
              }
              v128.store(to + c, sum0);
              v128.store(to + c, sum1, 16);
            }
            for (; c < pixel; c += 4) {
              let sum = load<f32>(to + c);
              for (let o = 0; o < outC; o++)
                sum +=
                  load<f32>(gradient + ((<usize>o) << 2)) * load<f32>(taps + <usize>o * pixel + c);
              store<f32>(to + c, sum);
            }
          }
        }
      }
    }
  }
}

/** Adam's update of n weights, in their place. */
export function adam(
  n: i32,
  w: usize,
  m: usize,
  v: usize,
  g: usize,
  b1: f32,
  left1: f32,
  b2: f32,
  left2: f32,
  epsilon: f32,
  rate: f32,
): void {
  const end = ((<usize>(n & ~3)) << 2) as usize;
  let i: usize = 0;
  for (; i < end; i += 16) {
    const gradient = v128.load(g + i);
    const first = f32x4.add(
      f32x4.mul(v128.load(m + i), f32x4.splat(b1)),
      f32x4.mul(gradient, f32x4.splat(1 - b1)),
    );
    const second = f32x4.add(
      f32x4.mul(v128.load(v + i), f32x4.splat(b2)),
      f32x4.mul(f32x4.mul(gradient, gradient), f32x4.splat(1 - b2)),
    );
    const root = f32x4.sqrt(f32x4.div(second, f32x4.splat(left2)));
    const step = f32x4.div(
      f32x4.div(first, f32x4.splat(left1)),
      f32x4.add(root, f32x4.splat(epsilon)),
    );
    v128.store(m + i, first);
    v128.store(v + i, second);
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(step, f32x4.splat(rate))));
  }
  for (; i < (<usize>n) << 2; i += 4) {
    const gradient = load<f32>(g + i);
    const first: f32 = load<f32>(m + i) * b1 + gradient * (1 - b1);
    const second: f32 = load<f32>(v + i) * b2 + gradient * gradient * (1 - b2);
    store<f32>(m + i, first);
    store<f32>(v + i, second);
    const step: f32 = first / left1 / (sqrt<f32>(second / left2) + epsilon);
    store<f32>(w + i, load<f32>(w + i) - rate * step);
  }
}
