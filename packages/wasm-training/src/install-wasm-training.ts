import {
  BatchMatMul,
  getKernel,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { batchMatMul } from './kernels/batch-mat-mul.ts';
import { conv2dBackpropFilter } from './kernels/conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './kernels/conv2d-backprop-input.ts';
import { depthwiseBackpropFilter } from './kernels/depthwise-backprop-filter.ts';
import { depthwiseBackpropInput } from './kernels/depthwise-backprop-input.ts';
import { fusedBatchNorm } from './kernels/fused-batch-norm.ts';
import { fusedMatMul } from './kernels/fused-mat-mul.ts';
import { cast, identity } from './kernels/identity.ts';
import { maxPoolGrad } from './kernels/max-pool-grad.ts';
import { mean, sum } from './kernels/sum.ts';
import { transpose } from './kernels/transpose.ts';
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.ts';
import { add, multiply, subtract } from './kernels/with-row.ts';
import { adamUpdate, fuseAdam } from './optimizers/adam.ts';
import { fuseMomentum, momentumUpdate } from './optimizers/momentum.ts';
import type { TrainingKernel } from './training-kernel.ts';

const BACKEND = 'wasm';

const KERNELS: TrainingKernel[] = [
  adamUpdate,
  add,
  batchMatMul,
  cast,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  fusedBatchNorm,
  fusedMatMul,
  identity,
  maxPoolGrad,
  mean,
  momentumUpdate,
  multiply,
  subtract,
  sum,
  transpose,
  unsortedSegmentSum,
];

let uninstall: (() => void) | undefined;

/**
 * Makes TensorFlow.js's wasm backend train.
 *
 * Adds the kernels that gradients need and the backend lacks, and puts quicker forms in the place of
 * those that make training slow; and lets tfjs's Adam and momentum optimisers update a variable in one
 * pass while wasm is in use. Call it once the backend's package is loaded, before or after
 * `setBackend('wasm')`: kernels registered earlier would be overwritten by the stock ones. Other
 * backends are left alone, and what a later version of the backend has itself is left to it.
 *
 * Calling it again while it is installed changes nothing and returns the same function.
 *
 * @returns Takes everything out again, so that the backend is as it was; once out, it does nothing.
 * @throws Error if the wasm backend is not loaded.
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-wasm';
 * import { getKernel } from '@tensorflow/tfjs-core';
 * import { installWasmTraining } from '@gradus/wasm-training';
 * const uninstall = installWasmTraining();
 * getKernel('Conv2DBackpropFilter', 'wasm') !== undefined; // => true
 * uninstall();
 * getKernel('Conv2DBackpropFilter', 'wasm'); // => undefined
 * ```
 */
export function installWasmTraining(): () => void {
  if (uninstall !== undefined) return uninstall;
  if (getKernel(BatchMatMul, BACKEND) == null) {
    throw new Error(
      "installWasmTraining: the wasm backend is not loaded; import '@tensorflow/tfjs-backend-wasm' first",
    );
  }
  const undo = [...KERNELS.map(install), fuseAdam(), fuseMomentum()];
  uninstall = () => {
    for (const step of undo.splice(0)) step();
    uninstall = undefined;
  };
  return uninstall;
}

/** Installs one kernel and returns what takes it out. */
function install({ name, make }: TrainingKernel): () => void {
  const stock = getKernel(name, BACKEND);
  const kernelFunc: KernelFunc | undefined = make(stock?.kernelFunc);
  if (kernelFunc === undefined) return () => {};
  // The stock set-up stays, for a backend that is started (again) later.
  const ours = { ...stock, kernelName: name, backendName: BACKEND, kernelFunc };
  if (stock !== undefined) unregisterKernel(name, BACKEND);
  registerKernel(ours);
  return () => {
    if (getKernel(name, BACKEND) !== ours) return; // replaced by someone else since
    unregisterKernel(name, BACKEND);
    if (stock !== undefined) registerKernel(stock);
  };
}
