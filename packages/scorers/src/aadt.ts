import {
  abs,
  add,
  div,
  expandDims,
  log,
  max,
  mul,
  neg,
  square,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { atLeast, expm1 } from './arithmetic.ts';
import { describe } from './check.ts';
import { classSum } from './class-sum.ts';
import { literal } from './kernels/dialect.ts';
import type { RowKernel } from './kernels/row-kernel.ts';
import { perRow } from './per-row.ts';
import type { ScorerOptions } from './probabilities.ts';

export interface AadtOptions extends ScorerOptions {
  /** 1 (default) for the absolute distance, 2 for its square. */
  power?: 1 | 2 | undefined;
  /** Least mean distance, > 0; 1e-6 where it is left out. The score is at most 1 / floor. */
  floor?: number | undefined;
}

/**
 * Average absolute distance to the threshold: how near the outputs come to the even split, turned over so
 * that it grows with difficulty.
 *
 * score = 1 / max(1/c sum_k |p_k - 1/c|^power, floor), with c classes. In [c^2 / (2 (c - 1)), 1 / floor] for
 * power 1: the lower end where the model is certain, the upper where every class is as likely, and always
 * with one class.
 *
 * As printed it has no bound but its floor. With 10 classes, a certain row scores 5.6, one whose top
 * probability is one half 12.5, and one that is even to 0.001 scores 5000: that row alone sets the temperature
 * of a softmax with a maximum ratio, and the rest is sampled as if there were no scores. **Rank the scores,
 * or winsorize them**, before a ratio is asked of them. The effective sample size that a maximum ratio of 10
 * leaves, over the number of rows (1 is uniform; see aadt-spread.test.ts for the rows):
 *
 * | | 3 classes | 10 classes |
 * | --- | --- | --- |
 * | as printed | 0.97 to 0.98 | 0.95 to 0.98 |
 * | floor 0.01 | 0.55 to 0.67 | 0.47 to 0.52 |
 * | winsorized at 1 and 99 % | 0.58 | 0.59 |
 * | by rank | 0.71 | 0.71 |
 * | `entropy`, to compare | 0.65 | 0.68 |
 *
 * From logits, float32 keeps the digits of every score. From probabilities it cannot near the even split, as they were
 * rounded before they came: with c classes, a score is good to 1 part in 1e7 c / score (for power 2: 1e7 c / sqrt
 * score), so one of 5000 with 10 classes to 5e-5.
 *
 * @param outputs `[n, classes]`, float32; rows of probabilities sum to 1.
 * @param options.power 1 (default), or 2 for the squared variant.
 * @param options.floor Least mean distance, > 0, 1e-6 by default.
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `[n]`, higher = harder. NaN in a row gives NaN. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for no classes or an option out of its range.
 * @see McWilliam 2018, section 4.1.1, eq. 4.2
 *
 * @example
 * ```ts
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { aadt } from '@gradus/scorers';
 * const outputs = tensor2d([[1, 0], [0.75, 0.25]]);
 * const scores = aadt(outputs);
 * await scores.data(); // => Float32Array.of(2, 4)
 * outputs.dispose(); scores.dispose();
 * ```
 */
export function aadt(outputs: Tensor, options: AadtOptions = {}): Tensor1D {
  const { power = 1, floor = 1e-6, from = 'probabilities' } = options;
  if (power !== 1 && power !== 2) {
    throw new RangeError(`aadt: power must be 1 or 2, got ${describe(power)}`);
  }
  if (!(Number.isFinite(floor) && floor > 0)) {
    throw new RangeError(`aadt: floor must be a finite number > 0, got ${describe(floor)}`);
  }
  const ofLogits = from === 'logits';
  return perRow('aadt', outputs, from, {
    composed(p, given) {
      const classes = p.shape[1];
      const distance = ofLogits ? excess(p, given) : sub(p, 1 / classes);
      const total = classSum(power === 2 ? square(distance) : abs(distance));
      return div(classes, atLeast(total, classes * floor));
    },
    kernel: {
      ...(ofLogits ? kernelOfLogits(power, floor) : kernelOf(power, floor)),
      composedOnWasm: true,
    },
  });
}

function kernelOf(power: 1 | 2, floor: number): RowKernel {
  const excess = '(p - 1.0 / classes)';
  return {
    sums: { distance: power === 2 ? `${excess} * ${excess}` : `abs${excess}` },
    score: `classes / max(distance, classes * ${literal(floor)})`,
  };
}

/**
 * p - 1/c of logits, keeping its digits where they are almost equal.
 *
 * c p = exp(d) with d = z - ln mean exp z, so g = expm1(d) is c p - 1. Its mean is 0 but for what rounding did to d,
 * which was the same for the whole row: (g - mean g) / (1 + mean g) is free of it.
 */
function excess(p: Tensor2D, logits: Tensor2D): Tensor {
  const classes = p.shape[1];
  const least = neg(log(mul(max(p, -1, true), classes))); // ln mean exp (z - max z)
  const g = expm1(sub(sub(logits, max(logits, -1, true)), least));
  const drift = div(expandDims(classSum(g), -1), classes);
  return div(sub(g, drift), mul(add(drift, 1), classes));
}

function kernelOfLogits(power: 1 | 2, floor: number): RowKernel {
  const g = 'expm1(x - largest - least)';
  const excess = `(${g} - drift / classes)`;
  const scale = `classes * ${power === 2 ? '(classes + drift) * ' : ''}(classes + drift)`;
  return {
    before: { least: 'log(total / classes)' },
    sums: { drift: g },
    after: { distance: power === 2 ? `${excess} * ${excess}` : `abs${excess}` },
    score: `${scale} / max(distance, ${literal(floor)} * ${scale})`,
  };
}
