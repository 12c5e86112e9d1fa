import { add, clipByValue, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { gumbels } from './gumbels.ts';
import type { Random } from './random.ts';

/** What -Infinity is taken for: as unlikely to be drawn as can be, and safe to reckon with on every device. */
export const LEAST: number = -3e38;

/** And Infinity. */
const MOST = 3.4e38;

/** The logits, all finite. */
export function finite(logits: Tensor): Tensor {
  return clipByValue(logits, LEAST, MOST); // on wasm ten times as quick as a maximum
}

/** The logits with Gumbel noise added, of the given shape, to which the logits are broadcast. */
export function perturbed(logits: Tensor, shape: number[], random: Random): Tensor {
  const count = shape.reduce((product, length) => product * length, 1);
  return add(finite(logits), tensor(gumbels(count, random), shape));
}
