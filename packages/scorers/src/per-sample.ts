import { type Tensor, type Tensor1D, type Tensor3D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { checkTensor } from './check.ts';
import { checkFrom, type From, probabilities } from './probabilities.ts';

/**
 * What `perRow` is for scorers of one pass, for scorers of several: checks, probabilities `[m, n, classes]`,
 * `tidy`.
 */
export function perSample(
  scorer: string,
  passes: Tensor,
  from: From,
  score: (p: Tensor3D) => Tensor,
): Tensor1D {
  checkFrom(scorer, from);
  checkTensor(scorer, 'passes', passes, 'float32', ['m', 'n', 'classes']);
  const [count, samples, classes] = passes.shape as [number, number, number];
  if (count === 0) throw new RangeError(`${scorer}: passes must have at least one pass, got 0`);
  if (classes === 0) throw new RangeError(`${scorer}: passes must have at least one class, got 0`);
  if (samples === 0) return tensor1d([], 'float32');
  return tidy(() => score(probabilities(passes as Tensor3D, from)) as Tensor1D);
}
