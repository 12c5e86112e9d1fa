import type { KernelFunc } from '@tensorflow/tfjs-core';

/** A kernel of this package: where it goes, and how it is made from the one that is there. */
export interface TrainingKernel {
  /** The name that tfjs-core calls it by. */
  name: string;
  /**
   * Makes the kernel.
   *
   * @param stock The backend's own kernel, which the new one may call; `undefined` where it has none.
   * @returns The kernel to install, or `undefined` to leave things as they are.
   */
  make(stock: KernelFunc | undefined): KernelFunc | undefined;
}

/** A kernel that the backend lacks: it steps aside for the backend's own where a later one has it. */
export function missing(name: string, kernel: KernelFunc): TrainingKernel {
  return { name, make: (stock) => (stock === undefined ? kernel : undefined) };
}

/** A quicker form of a kernel that the backend has, and falls back to. */
export function quicker(name: string, wrap: (stock: KernelFunc) => KernelFunc): TrainingKernel {
  return { name, make: (stock) => (stock === undefined ? undefined : wrap(stock)) };
}
