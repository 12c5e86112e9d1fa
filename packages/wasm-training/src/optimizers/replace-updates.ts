import { type AdamOptimizer, engine } from '@tensorflow/tfjs-core';
import { simdLoops } from '../simd/simd-loops.ts';

/** Gradients as tfjs's optimisers take them. */
export type Gradients = Parameters<AdamOptimizer['applyGradients']>[0];

/** An optimiser class of tfjs, of which only the update is of interest. */
interface OptimizerClass {
  prototype: { applyGradients(gradients: Gradients): void };
}

/**
 * Puts another update in the place of an optimiser's, while the wasm backend is in use and our loops run on it.
 *
 * @param update Makes the update, or returns false, having changed nothing, where it cannot.
 * @returns Takes it out again.
 */
export function replaceUpdates(
  { prototype }: OptimizerClass,
  update: (optimizer: object, gradients: Gradients) => boolean,
): () => void {
  const stock = prototype.applyGradients;
  function applyGradients(this: object, gradients: Gradients): void {
    const ours = engine().backendName === 'wasm' && simdLoops(engine().backend) !== undefined;
    if (!ours || !update(this, gradients)) stock.call(this, gradients);
  }
  prototype.applyGradients = applyGradients;
  return () => {
    if (prototype.applyGradients === applyGradients) prototype.applyGradients = stock;
  };
}
