import {
  FusedBatchNorm,
  type FusedBatchNormAttrs,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { simdLoops } from '../simd/simd-loops.ts';
import { quicker, type TrainingKernel } from '../training-kernel.ts';
import { heapAddress, heapValues, isWasmBackend } from '../wasm-heap.ts';

/**
 * Batch normalisation by given moments, one for each channel: what validation and scoring make between the updates.
 *
 *     out = (x - mean) scale / sqrt(variance + epsilon) + offset
 *
 * The stock kernel is a scalar loop.
 */
export const fusedBatchNorm: TrainingKernel = quicker(FusedBatchNorm, (stock) => (args) => {
  const { x, mean, variance, offset, scale } = args.inputs as Record<
    string,
    TensorInfo | undefined
  >;
  const { backend } = args;
  const { varianceEpsilon } = args.attrs as unknown as FusedBatchNormAttrs;
  if (x === undefined || mean === undefined || variance === undefined) return stock(args);
  const columns = x.shape.at(-1) as number;
  const rows = util.sizeFromShape(x.shape) / columns;
  const given = [mean, variance, offset, scale].filter((one) => one !== undefined && one !== null);
  const suited =
    columns % 4 === 0 &&
    rows > 0 &&
    [x, ...given].every(({ dtype }) => dtype === 'float32') &&
    given.every(({ shape }) => util.sizeFromShape(shape) === columns);
  const loops = suited ? simdLoops(backend) : undefined;
  if (loops === undefined || !isWasmBackend(backend)) return stock(args);
  const out = backend.makeOutput(x.shape, 'float32');
  const factor = backend.makeOutput([columns], 'float32');
  const shift = offset ?? backend.makeOutput([columns], 'float32');
  const factors = heapValues(backend, factor);
  const spread = heapValues(backend, variance);
  const scales = scale ? heapValues(backend, scale) : undefined;
  for (let c = 0; c < columns; c++) {
    factors[c] = (scales?.[c] ?? 1) / Math.sqrt((spread[c] as number) + varianceEpsilon);
  }
  if (shift !== offset) heapValues(backend, shift).fill(0);
  const addresses = [x, mean, factor, shift, out].map((one) => heapAddress(backend, one));
  loops.normaliseRows(...addresses, rows, columns);
  backend.disposeData(factor.dataId);
  if (shift !== offset) backend.disposeData(shift.dataId);
  return out;
});
