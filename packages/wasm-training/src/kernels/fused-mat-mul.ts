import {
  _FusedMatMul,
  type _FusedMatMulAttrs,
  type Tensor3D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { quicker, type TrainingKernel } from '../training-kernel.ts';

/** `fused.matMul` with transposed operands: transposed first, for the stock kernel is slow there. */
export const fusedMatMul: TrainingKernel = quicker(_FusedMatMul, (stock) => (args) => {
  const a = args.inputs.a as Tensor3D;
  const b = args.inputs.b as Tensor3D;
  const { transposeA, transposeB } = args.attrs as unknown as _FusedMatMulAttrs;
  if (!transposeA && !transposeB) return stock(args);
  const left = transposeA ? tidy(() => transpose(a, [0, 2, 1])) : a;
  const right = transposeB ? tidy(() => transpose(b, [0, 2, 1])) : b;
  try {
    return stock({
      ...args,
      inputs: { ...args.inputs, a: left, b: right },
      attrs: { ...args.attrs, transposeA: false, transposeB: false },
    });
  } finally {
    if (left !== a) left.dispose();
    if (right !== b) right.dispose();
  }
});
