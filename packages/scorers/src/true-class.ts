import {
  any,
  cast,
  equal,
  expandDims,
  logicalNot,
  mul,
  range,
  scalar,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  where,
} from '@tensorflow/tfjs-core';
import { checkRows, checkTensor } from './check.ts';

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
  const isTrue = equal(expandDims(labels, 1), range(0, p.shape[1], 1, 'int32'));
  const known = any(isTrue, -1);
  const others = mul(p, cast(logicalNot(isTrue), 'float32')) as Tensor2D;
  const orNaN = (x: Tensor) => where(known, x, scalar(Number.NaN));
  return {
    p: orNaN(sum(mul(p, cast(isTrue, 'float32')), -1)),
    others,
    doubt: orNaN(sum(others, -1)),
  };
}
