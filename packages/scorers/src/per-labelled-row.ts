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
import { checkLabelsFit, checkRows, checkTensor } from './check.ts';
import { classSum } from './class-sum.ts';
import { isClass, isOtherClass } from './is-class.ts';
import type { RowKernel } from './kernels/row-kernel.ts';
import { perRow } from './per-row.ts';
import type { From } from './probabilities.ts';

export interface TrueClass {
  /** Probability of the labelled class, `[n]`. */
  p: Tensor;
  /** The probabilities with that class's set to 0, `[n, classes]`. */
  others: Tensor;
  /** Their sum `[n]`, which is 1 - p; float32 keeps it where p rounds to 1. */
  doubt: Tensor;
}

/** What `RowScorer` is for rows with labels; the class set apart is the label. */
export interface LabelledRowScorer {
  composed(row: TrueClass): Tensor;
  kernel: Omit<RowKernel, 'apart'>;
}

/**
 * Runs a scorer of rows and their labels: what `perRow` does, with each row split into its labelled class and
 * the others, and a score of NaN where the label is not one of the classes.
 */
export function perLabelledRow(
  scorer: string,
  outputs: Tensor,
  labels: Tensor,
  from: From,
  { composed, kernel }: LabelledRowScorer,
): Tensor1D {
  checkTensor(scorer, 'outputs', outputs, 'float32', ['n', 'classes']);
  checkTensor(scorer, 'labels', labels, 'int32', ['n']);
  checkRows(scorer, 'labels', labels.shape[0] as number, outputs.shape[0] as number);
  checkLabelsFit(scorer, outputs.shape[1] as number);
  return perRow(scorer, outputs, from, {
    composed(p: Tensor2D) {
      const classes = p.shape[1];
      const others = mul(p, isOtherClass(labels, classes));
      const ofTrue = classSum(mul(p, isClass(labels, classes)));
      const known = logicalAnd(greaterEqual(labels, 0), less(labels, classes));
      return orNaN(known, composed({ p: ofTrue, others, doubt: classSum(others) }));
    },
    kernel: { apart: 'label', ...kernel },
    beside: { labels },
  });
}
