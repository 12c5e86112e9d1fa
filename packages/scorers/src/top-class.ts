import { argMax, max, mul, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { withoutGradient } from './arithmetic.ts';
import { classSum } from './class-sum.ts';
import { isOtherClass } from './is-class.ts';

export interface TopClass {
  /** Probability of the likeliest class, `[n]`. */
  top: Tensor;
  /** The probabilities with that class's set to 0, `[n, classes]`. */
  others: Tensor2D;
  /** Their sum `[n]`, which is 1 - top; float32 keeps it where top rounds to 1. */
  rest: Tensor;
}

/**
 * Splits each row of probabilities `[n, classes]` into its likeliest class (the first of equals) and the
 * others.
 */
export function topClass(p: Tensor2D): TopClass {
  const isOther = withoutGradient(p, () => isOtherClass(argMax(p, -1), p.shape[1]));
  const others = mul(p, isOther) as Tensor2D; // by product, so that NaN stays
  return { top: max(p, -1), others, rest: classSum(others) };
}
