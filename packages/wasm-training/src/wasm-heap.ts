import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';

/** What this package knows of the inside of tfjs's wasm backend. */
export interface WasmBackend extends KernelBackend {
  wasm: { HEAPU8: Uint8Array; asm?: Record<string, unknown> };
  dataIdMap: { get(dataId: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
}

/** Whether a backend's inside is what this package knows; where not, keep to what tfjs documents. */
export function isWasmBackend(backend: unknown): backend is WasmBackend {
  const { wasm, dataIdMap, makeOutput } = backend as Partial<WasmBackend>;
  return (
    wasm?.HEAPU8 instanceof Uint8Array &&
    typeof dataIdMap?.get === 'function' &&
    typeof makeOutput === 'function'
  );
}

/**
 * The values of a float32 tensor, in place in the backend's memory.
 *
 * Growing the memory detaches every view: allocate outputs first, take views after.
 */
export function heapValues(backend: WasmBackend, { dataId, shape }: TensorInfo): Float32Array {
  const size = shape.reduce((product, one) => product * one, 1);
  return new Float32Array(
    backend.wasm.HEAPU8.buffer,
    backend.dataIdMap.get(dataId).memoryOffset,
    size,
  );
}

/** The values of an int32 tensor, under the same rule. */
export function heapInts(backend: WasmBackend, info: TensorInfo): Int32Array {
  const { buffer, byteOffset, length } = heapValues(backend, info);
  return new Int32Array(buffer, byteOffset, length);
}

/** Where a tensor's values lie in the backend's memory, in bytes. */
export function heapAddress(backend: WasmBackend, { dataId }: TensorInfo): number {
  return backend.dataIdMap.get(dataId).memoryOffset;
}
