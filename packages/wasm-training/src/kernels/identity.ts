import { Cast, Identity, type KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';
import { quicker, type TrainingKernel } from '../training-kernel.ts';

/**
 * Another handle on the same values: what tfjs makes of each tensor that a gradient will need.
 *
 * The stock kernel copies the values; counting one reference more, as the cpu and webgl backends do,
 * is enough, since no kernel writes into its inputs.
 */
export const identity: TrainingKernel = quicker(Identity, () => ({ inputs, backend }) => {
  return shared(inputs.x as TensorInfo, backend as KernelBackend);
});

/** A cast to the type that a tensor has: the gradient of a rectifier makes one. The stock kernel copies here, too. */
export const cast: TrainingKernel = quicker(Cast, (stock) => (args) => {
  const x = args.inputs.x as TensorInfo;
  if (x.dtype !== (args.attrs as { dtype?: unknown }).dtype) return stock(args);
  return shared(x, args.backend as KernelBackend);
});

function shared({ dataId, shape, dtype }: TensorInfo, backend: KernelBackend): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
