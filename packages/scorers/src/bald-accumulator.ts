import {
  add,
  clone,
  dispose,
  div,
  keep,
  maximum,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Accumulator } from './accumulator.ts';
import { atLeast } from './arithmetic.ts';
import { checkTensor } from './check.ts';
import { divergenceOfRows } from './divergence-of-rows.ts';
import { checkFrom, probabilities, type ScorerOptions } from './probabilities.ts';

export interface BaldAccumulator extends Accumulator {
  /** How many passes have been added. */
  readonly passes: number;
}

type Sums = {
  /** The first pass, floored: what the others are measured from, `[n, classes]`. */
  reference: Tensor2D;
  /** Sum of the passes, `[n, classes]`. */
  total: Tensor2D;
  /** Sum of each pass's divergence from the reference, `[n]`. */
  spread: Tensor;
};

/**
 * BALD over any number of passes, in the memory of two: add each pass's outputs as they come, then ask for
 * the score.
 *
 * For any reference q, mean_t KL(p_t, mean p) = mean_t D(p_t, q) - D(mean p, q). With the first pass as q
 * (floored at 1e-4), both terms are small where the passes almost agree, and so is what float32 loses; the
 * difference of two entropies would lose all of it.
 *
 * Its sums are kept through `tidy`, until `dispose`. The result can be asked for after any pass, and again
 * after more.
 *
 * @param options.from `'probabilities'` (default) or `'logits'`.
 * @returns `add(outputs)` takes `[n, classes]`, float32, of one shape throughout; `result()` the scores
 *   `[n]`, as `bald` gives them; `passes`; `dispose()`.
 * @throws RangeError for an unknown `from`; `add` a TypeError for another rank or dtype and a RangeError for
 *   another shape than before; `result` an Error before the first `add`; both an Error after `dispose`.
 * @see McWilliam 2018, section 4.1.3, eqs 4.6 and 4.7; Banerjee et al. 2005, Clustering with Bregman
 *   Divergences
 *
 * @example
 * ```ts
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { baldAccumulator } from '@gradus/scorers';
 * const accumulator = baldAccumulator();
 * const passes = [tensor2d([[1, 0], [0.5, 0.5]]), tensor2d([[0, 1], [0.5, 0.5]])];
 * for (const outputs of passes) accumulator.add(outputs);
 * const scores = accumulator.result();
 * const [first = 0, second] = await scores.data();
 * accumulator.passes; // => 2
 * first.toFixed(4); // => '0.6931'
 * second; // => 0
 * accumulator.dispose(); scores.dispose(); for (const outputs of passes) outputs.dispose();
 * ```
 */
export function baldAccumulator(options: ScorerOptions = {}): BaldAccumulator {
  const { from = 'probabilities' } = options;
  checkFrom('baldAccumulator', from);
  let sums: Sums | undefined;
  let shape: [number, number] | undefined;
  let passes = 0;
  let disposed = false;

  function checkLive(method: string): void {
    if (disposed) throw new Error(`baldAccumulator: ${method}() was called after dispose()`);
  }

  return {
    get passes() {
      return passes;
    },
    add(outputs) {
      checkLive('add');
      checkTensor('baldAccumulator', 'outputs', outputs, 'float32', ['n', 'classes']);
      const [rows, classes] = outputs.shape as [number, number];
      if (classes === 0) {
        throw new RangeError('baldAccumulator: outputs must have at least one class, got 0');
      }
      if (shape && (shape[0] !== rows || shape[1] !== classes)) {
        throw new RangeError(
          `baldAccumulator: outputs must be [${shape.join(', ')}] as before, got [${rows}, ${classes}]`,
        );
      }
      if (rows > 0) sums = tidy(() => including(sums, probabilities(outputs as Tensor2D, from)));
      shape = [rows, classes];
      passes++;
    },
    result() {
      checkLive('result');
      if (passes === 0) throw new Error('baldAccumulator: result() was called before any add()');
      return sums ? scoresOf(sums, passes) : tensor1d([], 'float32');
    },
    dispose() {
      disposed = true;
      if (sums) dispose({ ...sums });
      sums = undefined;
    },
  };
}

/** The sums with one more pass in them; the sums before are let go. */
function including(sums: Sums | undefined, p: Tensor2D): Sums {
  const reference = sums?.reference ?? (maximum(p, 1e-4) as Tensor2D);
  const distance = divergenceOfRows(p, reference);
  const next = {
    reference: keep(reference),
    total: keep(sums ? (add(sums.total, p) as Tensor2D) : clone(p)),
    spread: keep(sums ? add(sums.spread, distance) : distance),
  };
  sums?.total.dispose();
  sums?.spread.dispose();
  return next;
}

function scoresOf({ reference, total, spread }: Sums, passes: number): Tensor1D {
  return tidy(() => {
    const ofMean = divergenceOfRows(div(total, passes) as Tensor2D, reference);
    return atLeast(sub(div(spread, passes), ofMean), 0) as Tensor1D;
  });
}
