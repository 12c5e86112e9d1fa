import { Add, type KernelFunc, Multiply, Sub, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { simdLoops } from '../simd/simd-loops.ts';
import { quicker, type TrainingKernel } from '../training-kernel.ts';
import { heapAddress, isWasmBackend } from '../wasm-heap.ts';

/** As the loop numbers its operations. */
const [PLUS, MINUS, TIMES, FROM] = [0, 1, 2, 3];

/** A sum, where it is a layer's bias: training adds that by itself, as its gradient wants to see it. */
export const add: TrainingKernel = quicker(Add, (stock) => withRow(stock, PLUS, PLUS));

/** A difference, as from each channel's mean in batch normalisation. */
export const subtract: TrainingKernel = quicker(Sub, (stock) => withRow(stock, MINUS, FROM));

/** A product, as with each channel's scale. */
export const multiply: TrainingKernel = quicker(Multiply, (stock) => withRow(stock, TIMES, TIMES));

/**
 * An operation with one row for all: on `[..., columns]` and `[columns]`.
 *
 * The stock kernel calls its loop anew for each row, which for the few channels of a convolution takes longer than
 * what the loop does.
 */
function withRow(stock: KernelFunc, rowIsRight: number, rowIsLeft: number): KernelFunc {
  return (args) => {
    const { a, b } = args.inputs as { a: TensorInfo; b: TensorInfo };
    const [sizeOfA, sizeOfB] = [a, b].map(({ shape }) => util.sizeFromShape(shape)) as [
      number,
      number,
    ];
    if (sizeOfA === sizeOfB) return stock(args);
    const [x, row] = sizeOfA > sizeOfB ? [a, b] : [b, a];
    const columns = Math.min(sizeOfA, sizeOfB);
    const { backend } = args;
    const suited =
      a.dtype === 'float32' &&
      b.dtype === 'float32' &&
      columns > 0 &&
      columns % 4 === 0 &&
      x.shape.length >= row.shape.length &&
      x.shape.at(-1) === columns &&
      row.shape.at(-1) === columns;
    const loops = suited ? simdLoops(backend) : undefined;
    if (loops === undefined || !isWasmBackend(backend)) return stock(args);
    const out = backend.makeOutput(x.shape, 'float32');
    const addresses = [x, row, out].map((one) => heapAddress(backend, one));
    const rows = Math.max(sizeOfA, sizeOfB) / columns;
    loops.withRow(row === b ? rowIsRight : rowIsLeft, ...addresses, rows, columns);
    return out;
  };
}
