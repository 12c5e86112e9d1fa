import {
  add,
  argMax,
  concat,
  exp,
  expandDims,
  fill,
  gather,
  log,
  max,
  mul,
  reshape,
  scalar,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { RandomOptions } from './alias-sampler.ts';
import { checkLogits } from './check-logits.ts';
import { finite, LEAST, perturbed } from './perturbed.ts';
import { type Random, randomOf } from './random.ts';

const CALLER = 'categorical';
/** How many logits make a row. */
const WIDTH = 64;
/** How many numbers of noise are on the device at a time. */
const AT_ONCE = 2 ** 20;

/**
 * Draws `count` indices on the device, with replacement: P(i) = softmax(logits)_i in each draw.
 *
 * It is what `tf.multinomial` is for, without the running sums in float32 that leave some of its indices out of reach. The
 * logits are laid out in rows of 64, the logarithms of the rows' sums of exp in rows of 64 again, and so on to one row. A
 * draw is one of that row, then one in the row that it stands for, and so on down: each the largest of log-weights + Gumbel
 * noise, so that an index is drawn however unlikely it is. The noise is made on the host, in float64, at most 64 numbers a
 * draw and row, and uploaded: nothing is read back.
 *
 * Thousands of draws from one distribution are far sooner made on the host: `aliasSampler`, given `await softmax.data()`.
 *
 * @param logits `[n]`, on any backend, unscaled: adding a constant changes nothing. An index of -Infinity is never drawn,
 *   unless all are. NaN is not looked for.
 * @param count How many, an integer >= 0.
 * @param options `random`: where the noise comes from; `Math.random` unless given.
 * @returns `[count]` int32, which the caller disposes.
 * @throws TypeError if the logits are no tensor or `random` is no function.
 * @throws RangeError if they are not of rank 1 or empty, or `count` is no integer >= 0.
 * @see Yellott 1977, The relationship between Luce's choice axiom, Thurstone's theory of comparative judgment, and the
 *   double exponential distribution
 *
 * @example
 * ```ts
 * import { categorical } from '@gradus/samplers/device';
 * import { dispose, tensor1d } from '@tensorflow/tfjs-core';
 * const logits = tensor1d([-1000, 0, -1000]);
 * const drawn = categorical(logits, 4);
 * await drawn.data(); // => new Int32Array([1, 1, 1, 1])
 * dispose([logits, drawn]);
 * ```
 */
export function categorical(
  logits: Tensor,
  count: number,
  { random: given }: RandomOptions = {},
): Tensor1D {
  const random = randomOf(CALLER, given);
  checkLogits(CALLER, logits, count);
  if (count === 0) return tensor1d([], 'int32');
  return tidy(() => {
    const tables: Tensor2D[] = []; // the one of the logits last
    let top: Tensor = finite(logits);
    while (top.size > WIDTH) {
      const rows = Math.ceil(top.size / WIDTH);
      const padding = fill([rows * WIDTH - top.size], LEAST, 'float32');
      const table = reshape(concat([top as Tensor1D, padding as Tensor1D]), [
        rows,
        WIDTH,
      ]) as Tensor2D;
      tables.unshift(table);
      top = logSums(table);
    }
    const parts: Tensor1D[] = [];
    for (let done = 0; done < count; done += AT_ONCE / WIDTH) {
      const draws = Math.min(AT_ONCE / WIDTH, count - done);
      parts.push(tidy(() => drawFrom(top, tables, draws, random)));
    }
    return concat(parts);
  });
}

function drawFrom(top: Tensor, tables: Tensor2D[], draws: number, random: Random): Tensor1D {
  let drawn: Tensor = argMax(perturbed(top, [draws, top.size], random), 1);
  for (const table of tables) {
    const inRow = argMax(perturbed(gather(table, drawn as Tensor1D), [draws, WIDTH], random), 1);
    drawn = add(mul(drawn, scalar(WIDTH, 'int32')), inRow);
  }
  return drawn as Tensor1D;
}

/** The logarithm of the sum of exp over each row. */
function logSums(table: Tensor2D): Tensor {
  const most = max(table, 1);
  const sums = sum(exp(sub(table, expandDims(most, 1))), 1);
  return add(log(sums), most);
}
