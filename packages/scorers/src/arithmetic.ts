import {
  abs,
  add,
  clipByValue,
  customGrad,
  div,
  exp,
  fill,
  less,
  log,
  mul,
  square,
  sub,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

/**
 * The larger of `x` and `floor`, and NaN where `x` is.
 *
 * tfjs's `maximum` is quicker, but a backend's may lose a NaN: it is for where the NaN comes through another
 * factor as well.
 */
export function atLeast(x: Tensor, floor: number): Tensor {
  const low = withoutGradient(x, () => less(x, floor));
  return where(low, fill(x.shape, floor, 'float32'), x);
}

/**
 * What `make` makes of `x`, taken as constant by `grad`: comparisons and `argMax` have no gradient in tfjs, and
 * not so much as 0.
 */
export function withoutGradient(x: Tensor, make: () => Tensor): Tensor {
  return customGrad(() => ({ value: make(), gradFunc: () => [zerosLike(x)] }))(x);
}

/** `x` where `condition` holds and NaN elsewhere; both of one shape. */
export function orNaN(condition: Tensor, x: Tensor): Tensor {
  return where(condition, x, fill(x.shape, Number.NaN, 'float32'));
}

/**
 * 2 artanh(s) / s - 2 = 2 s^2 (1/3 + s^2/5 + s^4/7 + s^6/9 + ...), cut off after so many terms.
 *
 * For |s| <= 0.2, what is cut off is under 3e-5 of it after three terms and under 1e-6 after four.
 */
export function artanhTail(s: Tensor, terms: 3 | 4): Tensor {
  const squared = square(s);
  let sum: Tensor = mul(squared, 2 / (2 * terms + 1));
  for (let k = terms - 1; k > 0; k--) sum = mul(squared, add(sum, 2 / (2 * k + 1)));
  return sum;
}

/**
 * ln(1 + x) to float32's relative precision, for x >= 0.
 *
 * With s = x / (2 + x), ln(1 + x) = 2 artanh(s). tfjs's own log1p is log(1 + x) on its GPU backends, which
 * keeps nothing of an x below 6e-8.
 */
export function log1p(x: Tensor): Tensor {
  const s = div(x, add(x, 2));
  const near = withoutGradient(s, () => less(s, 0.2));
  return where(near, mul(s, add(artanhTail(s, 4), 2)), log(add(x, 1)));
}

/**
 * exp(x) - 1 to float32's relative precision.
 *
 * With u = tanh(x / 2), it is 2 u / (1 - u); for |x| < 1/2, tanh(y) is y (15 + y^2) / (15 + 6 y^2) to 2e-7. tfjs's own
 * expm1 is exp(x) - 1 on its GPU backends, which keeps nothing of an x below 6e-8.
 */
export function expm1(x: Tensor): Tensor {
  const near = withoutGradient(x, () => less(abs(x), 0.5));
  const y = clipByValue(mul(x, 0.5), -0.25, 0.25);
  const squared = square(y);
  const a = mul(y, add(squared, 15));
  return where(near, div(mul(a, 2), sub(add(mul(squared, 6), 15), a)), sub(exp(x), 1));
}
