import { getKernel, type KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';

/**
 * Calls a kernel of the wasm backend by itself, without tfjs's engine: its scopes and its tape take longer than a small
 * kernel. The result is the caller's to dispose, with `backend.disposeData(dataId)`.
 */
export function callKernel(
  backend: KernelBackend,
  name: string,
  x: TensorInfo,
  attrs: Record<string, unknown>,
): TensorInfo {
  const kernel = getKernel(name, 'wasm');
  return kernel.kernelFunc({ inputs: { x }, attrs: attrs as never, backend }) as TensorInfo;
}

/** The same values under another shape, which must have as many. */
export function viewed({ dataId, dtype }: TensorInfo, shape: number[]): TensorInfo {
  return { dataId, shape, dtype };
}
