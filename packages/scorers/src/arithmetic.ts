import {
  add,
  div,
  less,
  log,
  mul,
  scalar,
  square,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';

/**
 * The larger of `x` and `floor`, and NaN where `x` is: tfjs's own maximum may lose a NaN (the wasm
 * backend returns its second argument then).
 */
export function atLeast(x: Tensor, floor: number): Tensor {
  return where(less(x, floor), scalar(floor), x);
}

/**
 * 2 artanh(s) / s - 2 = 2 s^2 (1/3 + s^2/5 + s^4/7 + s^6/9 + ...), for |s| <= 0.2: what follows is under 2e-8 of it.
 */
export function artanhTail(s: Tensor): Tensor {
  const q = square(s);
  let sum: Tensor = add(mul(q, 2 / 9), 2 / 7);
  for (const coefficient of [2 / 5, 2 / 3]) sum = add(mul(sum, q), coefficient);
  return mul(sum, q);
}

/**
 * ln(1 + x) to float32's relative precision, for x >= 0.
 *
 * With s = x / (2 + x), ln(1 + x) = 2 artanh(s). tfjs's own log1p is log(1 + x) on its GPU backends, which keeps
 * nothing of an x below 6e-8.
 */
export function log1p(x: Tensor): Tensor {
  const s = div(x, add(x, 2));
  return where(less(s, 0.2), mul(s, add(artanhTail(s), 2)), log(add(x, 1)));
}
