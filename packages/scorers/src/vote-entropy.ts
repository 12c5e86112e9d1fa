import {
  all,
  greaterEqual,
  less,
  logicalAnd,
  mean,
  mul,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { orNaN } from './arithmetic.ts';
import { checkInteger, checkLabelsFit, checkTensor } from './check.ts';
import { entropyOf } from './entropy.ts';
import { isClass } from './is-class.ts';
import { canFuse, fused } from './kernels/fused.ts';
import { MOST_VOTES, type VoteKernel, voteProgram } from './kernels/vote-kernel.ts';

export interface VoteEntropyOptions {
  /** How many classes there are to vote for. */
  classes: number;
}

const VOTES: VoteKernel = { ofVote: 'log(passes / agreeing)', score: 'total / passes' };

/**
 * How much a committee of models disagrees: the entropy of its votes, in nats.
 *
 * score = -sum_k v_k ln v_k, with v_k the share of the committee that votes for class k. In [0, ln
 * min(committee, classes)].
 *
 * @param votes `[committee, n]`, int32: the class that each model answers; a vote outside [0, classes) gives
 *   NaN for its sample.
 * @param options.classes How many classes there are, an integer >= 1.
 * @returns `[n]`, nats, higher = harder. The caller disposes it.
 * @throws TypeError for another rank or dtype, RangeError for an empty committee or for no classes.
 * @see McWilliam 2018, section 2.4, eq. 2.5; Dagan and Engelson 1995
 *
 * @example
 * ```ts
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { voteEntropy } from '@gradus/scorers';
 * const votes = tensor2d([[0, 1], [2, 1]], [2, 2], 'int32'); // two models, two samples
 * const scores = voteEntropy(votes, { classes: 3 });
 * await scores.data(); // => Float32Array.of(Math.LN2, 0)
 * votes.dispose(); scores.dispose();
 * ```
 */
export function voteEntropy(votes: Tensor, options: VoteEntropyOptions): Tensor1D {
  checkTensor('voteEntropy', 'votes', votes, 'int32', ['committee', 'n']);
  const classes = options?.classes;
  checkInteger('voteEntropy', 'classes', classes, 1);
  checkLabelsFit('voteEntropy', classes);
  const [committee, samples] = votes.shape as [number, number];
  if (committee === 0) throw new RangeError('voteEntropy: votes must have a committee, got 0 rows');
  if (samples === 0) return tensor1d([], 'float32');
  return tidy(() => {
    const fits = committee <= MOST_VOTES && canFuse();
    const program = fits && voteProgram('voteEntropy', VOTES, { m: committee, classes });
    const inOneLaunch = program && fused(program, { votes }, samples);
    if (inOneLaunch) return inOneLaunch;
    const shares = mean(mul(isClass(votes, classes), 1), 0) as Tensor2D;
    const known = all(logicalAnd(greaterEqual(votes, 0), less(votes, classes)), 0);
    return orNaN(known, entropyOf(shares)) as Tensor1D;
  });
}
