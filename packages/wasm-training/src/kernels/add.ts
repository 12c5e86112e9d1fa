import { Add, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { simdLoops } from '../simd/simd-loops.ts';
import { quicker, type TrainingKernel } from '../training-kernel.ts';
import { heapAddress, isWasmBackend } from '../wasm-heap.ts';

/**
 * A sum with one row for all, `[..., columns]` and `[columns]`: a layer's bias, which training adds by itself, as its
 * gradient wants to see it.
 *
 * The stock kernel calls its loop anew for each row, which for the few channels of a convolution takes longer than
 * what the loop does.
 */
export const add: TrainingKernel = quicker(Add, (stock) => (args) => {
  const { a, b } = args.inputs as { a: TensorInfo; b: TensorInfo };
  const [x, row] = util.sizeFromShape(a.shape) > util.sizeFromShape(b.shape) ? [a, b] : [b, a];
  const size = util.sizeFromShape(x.shape);
  const columns = util.sizeFromShape(row.shape);
  const { backend } = args;
  const suited =
    a.dtype === 'float32' &&
    b.dtype === 'float32' &&
    size > columns &&
    columns > 0 &&
    columns % 4 === 0 &&
    x.shape.length >= row.shape.length &&
    x.shape.at(-1) === columns &&
    row.shape.at(-1) === columns;
  const loops = suited ? simdLoops(backend) : undefined;
  if (loops === undefined || !isWasmBackend(backend)) return stock(args);
  const out = backend.makeOutput(x.shape, 'float32');
  const addresses = [x, row, out].map((one) => heapAddress(backend, one));
  loops.addRow(...addresses, size / columns, columns);
  return out;
});
