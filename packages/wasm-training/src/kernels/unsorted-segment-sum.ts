import {
  type TensorInfo,
  UnsortedSegmentSum,
  type UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import { missing, type TrainingKernel } from '../training-kernel.ts';
import { heapInts, heapValues, isWasmBackend } from '../wasm-heap.ts';

/**
 * The sum of rows that have the same number: the gradient of `gather`, and so of an embedding layer.
 *
 *     out[s] = sum over i with ids[i] = s of x[i].
 *
 * Rows whose number is not below `numSegments`, or negative, are left out, as on the other backends.
 */
export const unsortedSegmentSum: TrainingKernel = missing(
  UnsortedSegmentSum,
  ({ inputs, attrs, backend }) => {
    const { x, segmentIds } = inputs as Record<'x' | 'segmentIds', TensorInfo>;
    const { numSegments } = attrs as unknown as UnsortedSegmentSumAttrs;
    if (!isWasmBackend(backend) || x.dtype !== 'float32' || segmentIds.shape.length !== 1) {
      throw new Error(
        `${UnsortedSegmentSum}: @gradus/wasm-training sums float32 rows numbered in one dimension, on a wasm backend that it knows`,
      );
    }
    const out = backend.makeOutput([numSegments, ...x.shape.slice(1)], 'float32'); // before the views
    const sums = heapValues(backend, out).fill(0);
    const values = heapValues(backend, x);
    const ids = heapInts(backend, segmentIds);
    const width = x.shape.slice(1).reduce((product, one) => product * one, 1);
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row] as number;
      if (id < 0 || id >= numSegments) continue;
      for (let i = 0, from = row * width, to = id * width; i < width; i++, from++, to++) {
        sums[to] = (sums[to] as number) + (values[from] as number);
      }
    }
    return out;
  },
);
