import type { TensorInfo } from '@tensorflow/tfjs-core';
import { simdLoops } from '../simd/simd-loops.ts';
import { heapAddress, isWasmBackend } from '../wasm-heap.ts';

/** With more rows than this the backend's own product is as good, or better. */
const MOST_ROWS = 64;
/** For a smaller B the difference is nothing. */
const LEAST_SIZE = 4096;

/**
 * The plain product of two matrices, the left one of few rows: a batch by the weights of a dense layer.
 *
 * The backend packs each B that it meets into an order of its own and keeps that for the next time. While weights are
 * being trained there is no next time, and by few rows the packing takes longer than the product. Here B is packed on
 * the way.
 *
 * @returns The product, or `undefined` where the backend should make it.
 */
export function fewRowsProduct(
  backend: unknown,
  a: TensorInfo,
  b: TensorInfo,
  outShape: number[],
): TensorInfo | undefined {
  const [inner, columns] = b.shape.slice(-2) as [number, number];
  const rows = outShape.at(-2) as number;
  if (rows > MOST_ROWS || inner * columns < LEAST_SIZE) return undefined;
  const loops = simdLoops(backend);
  if (loops === undefined || !isWasmBackend(backend)) return undefined;
  const out = backend.makeOutput(outShape, 'float32');
  const panel = backend.makeOutput([8 * inner + 32], 'float32');
  const addresses = [a, b, out, panel].map((one) => heapAddress(backend, one));
  loops.product(...addresses, rows, inner, columns);
  backend.disposeData(panel.dataId);
  return out;
}
