import { Identity, type KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';
import { quicker, type TrainingKernel } from '../training-kernel.ts';

/**
 * Another handle on the same values: what tfjs makes of each tensor that a gradient will need.
 *
 * The stock kernel copies the values; counting one reference more, as the cpu and webgl backends do,
 * is enough, since no kernel writes into its inputs.
 */
export const identity: TrainingKernel = quicker(Identity, () => ({ inputs, backend }) => {
  const { dataId, shape, dtype } = inputs.x as TensorInfo;
  (backend as KernelBackend).incRef(dataId);
  return { dataId, shape, dtype };
});
