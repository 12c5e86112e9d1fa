import { softmax, type Tensor } from '@tensorflow/tfjs-core';
import { describe } from './check.ts';

/** What a model's outputs are: probabilities whose rows sum to 1, or logits (any real numbers). */
export type From = 'probabilities' | 'logits';

/** The option that every scorer takes. */
export interface ScorerOptions {
  /** What `outputs` holds; `'probabilities'` where it is left out. */
  from?: From | undefined;
}

/** Throws unless `from` is one of the two. */
export function checkFrom(caller: string, from: unknown): asserts from is From {
  if (from !== 'probabilities' && from !== 'logits') {
    throw new RangeError(
      `${caller}: from must be 'probabilities' or 'logits', got ${describe(from)}`,
    );
  }
}

/**
 * Class probabilities along the last axis.
 *
 * The softmax subtracts each row's largest logit first, so logits of +-1e4 are as good as any, and every
 * probability, however small, keeps its relative precision. What a scorer would lose after this, it
 * loses by taking 1 - p of a p near 1: see `topClass` and `perLabelledRow`.
 */
export function probabilities<T extends Tensor>(outputs: T, from: From): T {
  return from === 'logits' ? softmax(outputs) : outputs;
}
