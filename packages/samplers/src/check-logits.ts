import { Tensor } from '@tensorflow/tfjs-core';
import { checkCount } from './check-count.ts';

/** Throws unless the logits are a tensor of rank 1 with something in it and `count` is a count; returns their number. */
export function checkLogits(caller: string, logits: Tensor, count: number): number {
  if (!(logits instanceof Tensor)) {
    throw new TypeError(`${caller}: logits must be a tensor, got ${String(logits)}`);
  }
  if (logits.rank !== 1) {
    throw new RangeError(`${caller}: logits must be of rank 1, got [${logits.shape}]`);
  }
  if (logits.size === 0) throw new RangeError(`${caller}: logits must not be empty`);
  checkCount(caller, count);
  return logits.size;
}
