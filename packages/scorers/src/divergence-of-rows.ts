import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { divergence } from './divergence.ts';
import { fused } from './kernels/fused.ts';
import { type RowKernel, rowProgram } from './kernels/row-kernel.ts';

const KERNEL: RowKernel = {
  reference: true,
  sums: { total: 'divergence(p, q)' },
  score: 'total',
};

/** The divergence of each row of `p` from the same row of `reference`, both `[n, classes]`: in one launch where it can be. */
export function divergenceOfRows(p: Tensor2D, reference: Tensor2D): Tensor {
  const [rows, classes] = p.shape;
  const program = rowProgram('divergence', KERNEL, { classes, from: 'probabilities' });
  return fused(program, { outputs: p, reference }, rows) ?? divergence(p, reference);
}
