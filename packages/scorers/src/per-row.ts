import {
  getBackend,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { checkTensor } from './check.ts';
import { canFuse, fused } from './kernels/fused.ts';
import { type RowKernel, rowProgram } from './kernels/row-kernel.ts';
import { checkFrom, type From, probabilities } from './probabilities.ts';

/** A scorer of rows, in its two forms. */
export interface RowScorer {
  /**
   * In tfjs's operations, of probabilities `[n, classes]`: for every backend, and with a gradient. `outputs` are what
   * they were made from: the logits, if it was those.
   */
  composed(p: Tensor2D, outputs: Tensor2D): Tensor;
  /** In one launch, where a backend has kernels. */
  kernel: RowKernel;
  /** What the kernel reads beside the outputs. */
  beside?: { labels?: Tensor; features?: Tensor };
}

/**
 * Runs a scorer of rows: checks its outputs, picks the form, and keeps nothing but the scores `[n]`.
 */
export function perRow(scorer: string, outputs: Tensor, from: From, forms: RowScorer): Tensor1D {
  checkFrom(scorer, from);
  checkTensor(scorer, 'outputs', outputs, 'float32', ['n', 'classes']);
  const [rows, classes] = outputs.shape as [number, number];
  if (classes === 0) throw new RangeError(`${scorer}: outputs must have at least one class, got 0`);
  if (rows === 0) return tensor1d([], 'float32');
  return tidy(() => {
    const given = outputs as Tensor2D;
    const inOneLaunch = canFuse() && tryKernel(scorer, given, from, forms);
    return inOneLaunch || (forms.composed(probabilities(given, from), given) as Tensor1D);
  });
}

function tryKernel(
  scorer: string,
  outputs: Tensor2D,
  from: From,
  { kernel, beside }: RowScorer,
): Tensor1D | undefined {
  const [rows, classes] = outputs.shape;
  const features = beside?.features?.shape[1] ?? 0;
  const inputs = { outputs, ...beside };
  if (getBackend() !== 'wasm') {
    return fused(rowProgram(scorer, kernel, { classes, features, from }), inputs, rows);
  }
  if (kernel.composedOnWasm) return undefined;
  const p = probabilities(outputs, from);
  const program = rowProgram(scorer, kernel, { classes, features, from: 'probabilities' });
  return fused(program, { ...inputs, outputs: p }, rows);
}
