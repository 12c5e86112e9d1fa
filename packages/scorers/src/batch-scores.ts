import {
  addN,
  cast,
  clone,
  concat,
  dispose,
  notEqual,
  reshape,
  scalar,
  sum,
  Tensor,
  type Tensor1D,
  type TensorContainer,
  tidy,
  util,
} from '@tensorflow/tfjs-core';
import type { Accumulator } from './accumulator.ts';
import { describe } from './check.ts';
import { tensorsIn } from './outputs-of.ts';

/**
 * Scores a batch on the device: `[n]`, or, where `compare` asks and there are two passes, `[n + 1]`, the last
 * being how many numbers of the first two passes differ. That way it costs no read-back of its own.
 */
export type BatchScores = (indices: Int32Array, compare: boolean) => Promise<Tensor1D>;

type Predict<T> = (indices: Int32Array, pass: number) => Promise<T>;

export function inOnePass<T>(
  predict: Predict<T>,
  scorer: (outputs: T, indices: Int32Array) => Tensor1D,
): BatchScores {
  return async (indices) => {
    const outputs = await predict(indices, 0);
    try {
      return tidy(() => checked(scorer(outputs, indices.slice()), 'scorer', indices.length));
    } finally {
      free(outputs);
    }
  };
}

export function inPasses<T>(
  predict: Predict<T>,
  accumulate: () => Accumulator<T>,
  passes: number,
): BatchScores {
  return async (indices, compare) => {
    const accumulator = accumulate();
    let first: T | undefined; // the outputs of pass 0, until they are compared
    let differing: Tensor1D | undefined;
    try {
      for (let pass = 0; pass < passes; pass++) {
        const outputs = await predict(indices, pass);
        try {
          tidy(() => accumulator.add(outputs));
          if (compare && pass === 1) differing = tidy(() => countDiffering(first, outputs));
        } finally {
          if (compare && pass === 0) first = outputs;
          else free(outputs);
        }
        if (pass === 1) free(first);
      }
      return tidy(() => {
        const scores = checked(accumulator.result(), 'result', indices.length);
        return differing ? concat([scores, differing]) : scores;
      });
    } finally {
      free([first, differing]);
      accumulator.dispose();
    }
  };
}

/** How many numbers of two passes' outputs differ, `[1]`. */
function countDiffering(a: unknown, b: unknown): Tensor1D {
  const [before, after] = [tensorsIn(a), tensorsIn(b)];
  const counts = after.map((tensor, i) => {
    const other = before[i];
    if (other?.dtype !== tensor.dtype || !util.arraysEqual(other.shape, tensor.shape)) {
      return scalar(1);
    }
    return sum(cast(notEqual(other, tensor), 'float32'));
  });
  return reshape(counts.length > 0 ? addN(counts) : scalar(1), [1]);
}

function checked(scores: Tensor1D, maker: string, count: number): Tensor1D {
  const fits = scores instanceof Tensor && scores.rank === 1 && scores.size === count;
  if (!fits || scores.dtype !== 'float32') {
    const got = fits ? scores.dtype : describe(scores);
    throw new TypeError(`scoreAll: ${maker} must give float32 scores [${count}], got ${got}`);
  }
  return clone(scores);
}

function free(outputs: unknown): void {
  dispose(outputs as TensorContainer);
}
