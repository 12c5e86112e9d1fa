import {
  argMax,
  cast,
  expandDims,
  max,
  mul,
  notEqual,
  range,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

export interface TopClass {
  /** Probability of the likeliest class, `[n]`. */
  top: Tensor;
  /** The probabilities with that class's set to 0, `[n, classes]`. */
  others: Tensor2D;
  /** Their sum `[n]`, which is 1 - top; float32 keeps it where top rounds to 1. */
  rest: Tensor;
}

/** Splits each row of probabilities `[n, classes]` into its likeliest class (the first of equals) and the others. */
export function topClass(p: Tensor2D): TopClass {
  const classes = range(0, p.shape[1], 1, 'int32');
  const isOther = cast(notEqual(expandDims(argMax(p, -1), 1), classes), 'float32');
  const others = mul(p, isOther) as Tensor2D; // by product, so that NaN stays
  return { top: max(p, -1), others, rest: sum(others, -1) };
}
