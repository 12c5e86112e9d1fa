import { engine, type Tensor, type TensorContainer, tensor_util } from '@tensorflow/tfjs-core';

/** The tensors in whatever `predict` returned: a tensor, or arrays and objects of them. */
export function tensorsIn(outputs: unknown): Tensor[] {
  return tensor_util.getTensorsInContainer(outputs as TensorContainer);
}

/**
 * Calls `predict` and disposes what it made while it ran, all but its outputs: like `tidy`, which refuses
 * promises.
 *
 * Of an async `predict`, that is what it made before its first `await`, disposed once its outputs are there;
 * what it makes later is its own to dispose.
 */
export async function outputsOf<T>(predict: () => T | Promise<T>): Promise<T> {
  const scopes = engine();
  scopes.startScope('scoreAll');
  let made: Tensor[] = [];
  let result: T | Promise<T>;
  try {
    result = predict();
    made = [...scopes.state.activeScope.track];
  } finally {
    scopes.endScope(made); // none, where it threw: then all of it goes
  }
  let outputs: unknown;
  try {
    outputs = await result;
    return outputs as T;
  } finally {
    const wanted = new Set(tensorsIn(outputs));
    for (const tensor of made) if (!tensor.kept && !wanted.has(tensor)) tensor.dispose();
  }
}
