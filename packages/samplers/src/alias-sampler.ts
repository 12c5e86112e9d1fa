import { type AliasTable, buildTable, probabilitiesOf } from './alias-table.ts';
import { checkIndex } from './check-index.ts';
import { checkOut } from './check-out.ts';
import { checkWeights, type Weights } from './check-weights.ts';
import { drawPacked, fillPacked, fillPackedInBlocks, MANY_COLUMNS } from './draw-packed.ts';
import { drawWide, fillWide } from './draw-wide.ts';
import { fillDistinct } from './fill-distinct.ts';
import { inlineState, type Random, randomOf } from './random.ts';
import type { Sampler } from './sampler.ts';
import { wrong } from './wrong.ts';

export interface RandomOptions {
  /** Where to draw from; `Math.random` unless given. A generator of `createRng` is run inline. */
  random?: Random | undefined;
}

/** A sampler with a table, that can also draw without replacement. */
export interface AliasSampler extends Sampler {
  /**
   * Fills `out` with different indices, drawn one after the other by the weights of those left: what
   * `sampleWithoutReplacement` does, but with the table there already.
   *
   * @throws RangeError if it is longer than there are indices with a probability above 0.
   */
  fillDistinct(out: Int32Array): Int32Array;
}

const CALLER = 'aliasSampler';
/** More columns than that, and a number's 53 bits cannot hold a column and a threshold of 31. */
const MOST_PACKED_BITS = 22;

/**
 * Draws with replacement in constant time, whatever the weights: the alias method.
 *
 * P(i) = w_i / sum w. Building takes one pass of a few; a draw takes one number, one look-up and no branch. For fewer
 * draws than about a sixteenth of the weights, no table pays: see `sampleWithReplacement`.
 *
 * Thresholds have 31 bits, and each weight is off by less than one part in 2^31 N, N the next power of two: total variation
 * below 2.4e-10, relative error below 1e-6 for weights above a thousandth of the mean. Where a positive weight is so small
 * (5e-7 of the mean) that it would be off by more than a thousandth of itself, let alone become 0, or where there are more
 * than 2^22 weights, a wider table is used by itself, with float64 thresholds and two numbers a draw: total variation below
 * 1e-9 there too, and every probability right to 1e-6 of itself, were it 1e-300. A weight of 0 is never drawn.
 *
 * @param weights `[n]`, n >= 1, finite, >= 0, not all 0; not changed and not kept.
 * @param options `random`: see `RandomOptions`.
 * @returns A sampler; `rebuild` takes other weights, as many, in the memory that is there.
 * @throws TypeError if the weights are no array of numbers or `random` is no function.
 * @throws RangeError if a weight is NaN, negative or infinite (with its index), all are 0, or their sum overflows; from a
 *   draw, if a `random` of the caller's gives what is not in [0, 1).
 * @see Walker 1977, An efficient method for generating discrete random variables with general distributions
 * @see Vose 1991, A linear algorithm for generating random numbers with a given distribution
 *
 * @example
 * ```ts
 * import { aliasSampler, createRng } from '@gradus/samplers';
 * const sampler = aliasSampler([1, 0, 3], { random: createRng(7) });
 * sampler.probability(2); // => 0.75
 * sampler.probability(1); // => 0
 * sampler.fill(new Int32Array(1000)).includes(1); // => false
 * ```
 */
export function aliasSampler(
  weights: ArrayLike<number>,
  { random: given }: RandomOptions = {},
): AliasSampler {
  const random = randomOf(CALLER, given);
  return samplerOf(CALLER, checkWeights(CALLER, weights), random);
}

/** The same of weights that have been checked, under another's name. */
export function samplerOf(caller: string, checked: Weights, random: Random): AliasSampler {
  const state = inlineState(random);
  const size = checked.weights.length;
  const bits = Math.max(1, 32 - Math.clz32(size - 1)); // at least two columns: a shift by 32 is no shift;
  const columns = 2 ** bits;
  const shift = 32 - bits;
  const workspace = { mass: new Float64Array(columns), order: new Int32Array(columns) };
  let packed: Int32Array | undefined;
  let wide: Float64Array | undefined;
  /** The one of them that is drawn from. */
  let table: AliasTable;
  let drawable: number | undefined;
  let probabilities: Float64Array | undefined;
  let marks: Int32Array | undefined;
  build(checked);

  function build({ weights, sum }: Weights): void {
    probabilities = undefined;
    drawable = undefined;
    if (bits <= MOST_PACKED_BITS) {
      table = packed ??= new Int32Array(2 * columns);
      if (buildTable(weights, sum, table, workspace)) return;
    }
    table = wide ??= new Float64Array(2 * columns);
    buildTable(weights, sum, table, workspace);
  }

  function next(): number {
    return table instanceof Int32Array ? drawPacked(table, shift, random) : drawWide(table, random);
  }

  function fillFrom(out: Int32Array, from: number): void {
    if (state === undefined) for (let k = from; k < out.length; k++) out[k] = next();
    else if (!(table instanceof Int32Array)) fillWide(table, random, state, out, from);
    else if (columns < MANY_COLUMNS) fillPacked(table, shift, state, out, from);
    else fillPackedInBlocks(table, shift, state, out, from);
  }

  function weights(): Float64Array {
    probabilities ??= probabilitiesOf(table, size);
    return probabilities;
  }

  return {
    size,
    next,
    fill(out) {
      checkOut(caller, out);
      fillFrom(out, 0);
      return out;
    },
    fillDistinct(out) {
      checkOut(caller, out);
      drawable ??= workspace.mass.reduce((count, mass) => count + Number(mass > 0), 0);
      if (out.length > drawable) {
        const rule = `out must have at most ${drawable} places, the weights > 0`;
        throw wrong(caller, rule, out.length);
      }
      marks ??= new Int32Array((size + 31) >>> 5);
      return fillDistinct({ size, fillFrom, weights, patience: 2 * size }, random, out, marks);
    },
    probability(i) {
      checkIndex(caller, i, size);
      return weights()[i] as number;
    },
    rebuild(weights) {
      build(checkWeights(caller, weights, size));
    },
  };
}
