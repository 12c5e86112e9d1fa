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
