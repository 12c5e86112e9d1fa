import { cast, equal, expandDims, oneHot, sub, type Tensor } from '@tensorflow/tfjs-core';

/**
 * 1 at each class index of `indices` (int32, `[...]`) and 0 elsewhere, `[..., classes]`; all 0 for what is no
 * class. To be multiplied with something: on the webgpu backend, a cast leaves integers under the name of
 * float32, which only arithmetic takes.
 */
export function isClass(indices: Tensor, classes: number): Tensor {
  // The wasm backend's oneHot writes integers whatever dtype it is asked for, so the cast is a step of its own.
  if (classes > 1) return cast(oneHot(indices, classes), 'float32');
  return expandDims(cast(equal(indices, 0), 'float32'), -1); // oneHot refuses one class
}

/** 0 at each class index of `indices` and 1 elsewhere. */
export function isOtherClass(indices: Tensor, classes: number): Tensor {
  if (classes > 1) return cast(oneHot(indices, classes, 0, 1), 'float32');
  return sub(1, isClass(indices, classes));
}
