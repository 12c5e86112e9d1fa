import {
  greaterEqual,
  less,
  logicalAnd,
  mul,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { orNaN } from './arithmetic.ts';
import { checkRows, checkTensor } from './check.ts';
import { classSum } from './class-sum.ts';
import { isClass, isOtherClass } from './is-class.ts';

export interface TrueClass {
  /** Probability of the labelled class, `[n]`; NaN where the label is not one of the classes. */
  p: Tensor;
  /** The probabilities with that class's set to 0, `[n, classes]`. */
  others: Tensor2D;
  /** Their sum `[n]`, which is 1 - p and NaN as it is; float32 keeps it where p rounds to 1. */
  doubt: Tensor;
}

/** Throws unless `labels` is an int32 tensor with a label a row. */
export function checkLabels(scorer: string, labels: Tensor, outputs: Tensor): void {
  checkTensor(scorer, 'labels', labels, 'int32', ['n']);
  checkTensor(scorer, 'outputs', outputs, 'float32', ['n', 'classes']);
  checkRows(scorer, 'labels', labels.shape[0] as number, outputs.shape[0] as number);
}

/** Splits each row of probabilities `[n, classes]` into its labelled class and the others. */
export function trueClass(p: Tensor2D, labels: Tensor1D): TrueClass {
  const classes = p.shape[1];
  const known = logicalAnd(greaterEqual(labels, 0), less(labels, classes));
  const others = mul(p, isOtherClass(labels, classes)) as Tensor2D;
  return {
    p: orNaN(known, classSum(mul(p, isClass(labels, classes)))),
    others,
    doubt: orNaN(known, classSum(others)),
  };
}
