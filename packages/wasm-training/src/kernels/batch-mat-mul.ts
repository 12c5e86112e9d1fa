import {
  BatchMatMul,
  type BatchMatMulAttrs,
  broadcast_util,
  broadcastTo,
  type KernelBackend,
  matMul,
  reshape,
  stack,
  type Tensor,
  type TensorInfo,
  Transpose,
  tidy,
  unstack,
  util,
} from '@tensorflow/tfjs-core';
import { callKernel, viewed } from '../call-kernel.ts';
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
  if (count === 1) {
    const backend = args.backend as KernelBackend;
    const left = viewed(a, [rowsOfA, columnsOfA]);
    const right = viewed(b, [rowsOfB, columnsOfB]);
    const plain: Plain = (p, q) => {
      const shape = [p.shape[0] as number, q.shape[1] as number];
      const own = fewRowsProduct(backend, p, q, shape);
      return own ?? (stock({ inputs: { a: p, b: q }, attrs: PLAIN, backend }) as TensorInfo);
    };
    return viewed(product(backend, plain, left, right, transposeA, transposeB), outShape);
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

/** The product of two matrices as they are. */
type Plain = (a: TensorInfo, b: TensorInfo) => TensorInfo;

const PLAIN = { transposeA: false, transposeB: false };

/**
 * The product of two matrices, by a plain product of what they are transposed to.
 *
 *     A' B  = (A)' B
 *     A  B' = A (B)' or (B A')'
 *     A' B' = (B A)'
 *
 * For A B' the choice is by the memory it moves: a plain product first packs its right operand, so
 * A (B)' writes B twice; (B A')' writes A twice and the result once more. The gradient of a dense
 * layer by its input is the latter: B is its weights, and A a batch.
 */
function product(
  backend: KernelBackend,
  plain: Plain,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  const turned = (x: TensorInfo) => callKernel(backend, Transpose, x, { perm: [1, 0] });
  const after = (x: TensorInfo, make: (x: TensorInfo) => TensorInfo) => {
    const made = make(x);
    backend.disposeData(x.dataId);
    return made;
  };
  if (!transposeA && !transposeB) return plain(a, b);
  if (transposeA && transposeB) return after(plain(b, a), turned);
  if (transposeA) return after(turned(a), (left) => plain(left, b));
  const [rows, inner] = a.shape as [number, number];
  const [columns] = b.shape as [number];
  return 2 * columns * inner <= 2 * rows * inner + rows * columns
    ? after(turned(b), (right) => plain(a, right))
    : after(
        after(turned(a), (right) => plain(b, right)),
        turned,
      );
}
