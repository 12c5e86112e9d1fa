import { type Tensor, type Tensor1D, type Tensor2D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { checkTensor } from './check.ts';
import { checkFrom, type From, probabilities } from './probabilities.ts';

/**
 * Runs a scorer: checks its outputs, makes them probabilities `[n, classes]`, and keeps nothing but the scores.
 *
 * Every scorer of one row goes through here, by name: it is the one place where a backend's fused kernel
 * may take over from `score`, the composed form.
 */
export function perRow(
  scorer: string,
  outputs: Tensor,
  from: From,
  score: (p: Tensor2D) => Tensor,
): Tensor1D {
  checkFrom(scorer, from);
  checkTensor(scorer, 'outputs', outputs, 'float32', ['n', 'classes']);
  const [rows, classes] = outputs.shape as [number, number];
  if (classes === 0) throw new RangeError(`${scorer}: outputs must have at least one class, got 0`);
  if (rows === 0) return tensor1d([], 'float32');
  return tidy(() => score(probabilities(outputs as Tensor2D, from)) as Tensor1D);
}
