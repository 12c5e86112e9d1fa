import {
  BatchMatMul,
  type BatchMatMulAttrs,
  broadcast_util,
  broadcastTo,
  matMul,
  reshape,
  stack,
  type Tensor,
  tidy,
  transpose,
  unstack,
  util,
} from '@tensorflow/tfjs-core';
import { quicker, type TrainingKernel } from '../training-kernel.ts';
import { fewRowsProduct } from './few-rows-product.ts';

/** Matrices of a batch that take fewer multiplications than this are not worth a call each. */
const WORTH_A_CALL = 100_000;

/**
 * Matrix products with transposed operands, of batches, and with broadcasting.
 *
 * The stock kernel has SIMD code for one plain product A B alone: with a transposed operand or a
 * batch it takes a scalar loop, 10 to 40 times slower, and where the batch dimensions of both
 * operands broadcast it pairs the wrong matrices. Here all of them become plain products.
 */
export const batchMatMul: TrainingKernel = quicker(BatchMatMul, (stock) => (args) => {
  const a = args.inputs.a as Tensor;
  const b = args.inputs.b as Tensor;
  const { transposeA, transposeB } = args.attrs as unknown as BatchMatMulAttrs;
  const batchOfA = a.shape.slice(0, -2);
  const batchOfB = b.shape.slice(0, -2);
  const batch = broadcast_util.assertAndGetBroadcastShape(batchOfA, batchOfB);
  const count = util.sizeFromShape(batch);
  const unsuited = a.dtype !== 'float32' || b.dtype !== 'float32' || a.size === 0 || b.size === 0;
  if (unsuited) return stock(args);

  const [rowsOfA, columnsOfA] = a.shape.slice(-2) as [number, number];
  const [rowsOfB, columnsOfB] = b.shape.slice(-2) as [number, number];
  const rows = transposeA ? columnsOfA : rowsOfA;
  const columns = transposeB ? rowsOfB : columnsOfB;
  const outShape = [...batch, rows, columns];
  if (count === 1 && !transposeA && !transposeB) {
    return fewRowsProduct(args.backend, a, b, outShape) ?? stock(args);
  }

  if (count === 1) {
    return tidy(() => {
      const left = reshape(a, [rowsOfA, columnsOfA]);
      const right = reshape(b, [rowsOfB, columnsOfB]);
      return reshape(product(left, right, transposeA, transposeB), outShape);
    });
  }
  if (util.sizeFromShape(batchOfB) === 1 && !transposeA) {
    // One B for all: the matrices A are the rows of a tall one.
    return tidy(() => {
      const tall = reshape(a, [count * rowsOfA, columnsOfA]);
      return reshape(matMul(tall, reshape(b, [rowsOfB, columnsOfB]), false, transposeB), outShape);
    });
  }
  if (String(batchOfA) !== String(batchOfB)) {
    return tidy(() => {
      const left = broadcastTo(a, [...batch, rowsOfA, columnsOfA]);
      const right = broadcastTo(b, [...batch, rowsOfB, columnsOfB]);
      return matMul(left, right, transposeA, transposeB);
    });
  }
  if (rows * columns * (transposeA ? rowsOfA : columnsOfA) < WORTH_A_CALL) return stock(args);
  return tidy(() => {
    const lefts = unstack(reshape(a, [-1, rowsOfA, columnsOfA]));
    const rights = unstack(reshape(b, [-1, rowsOfB, columnsOfB]));
    const products = lefts.map((left, i) =>
      matMul(left, rights[i] as Tensor, transposeA, transposeB),
    );
    return reshape(stack(products), outShape);
  });
});

/**
 * The product of two matrices, at least one of them transposed, by plain products.
 *
 *     A' B  = (A)' B
 *     A  B' = A (B)' or (B A')'
 *     A' B' = (B A)'
 *
 * For A B' the choice is by the memory it moves: a plain product first packs its right operand, so
 * A (B)' writes B twice; (B A')' writes A twice and the result once more. The gradient of a dense
 * layer by its input is the latter: B is its weights, and A a batch.
 */
function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  if (transposeA && transposeB) return transpose(matMul(b, a));
  if (transposeA) return matMul(transpose(a), b);
  const outSize = (a.shape[0] as number) * (b.shape[0] as number);
  return 2 * b.size <= 2 * a.size + outSize
    ? matMul(a, transpose(b))
    : transpose(matMul(b, transpose(a)));
}
