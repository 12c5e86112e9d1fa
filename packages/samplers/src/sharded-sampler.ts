import { type RandomOptions, samplerOf } from './alias-sampler.ts';
import { checkIndex } from './check-index.ts';
import { checkWeights } from './check-weights.ts';
import { exp } from './exp.ts';
import { inOrder } from './in-order.ts';
import { randomOf } from './random.ts';

/** Some of all items, and how much they weigh together. */
export interface Shard {
  /** The logarithm of the sum of its weights; -Infinity for one that is never drawn. */
  logMass: number;
  /** Draws inside it, from 0 to `size - 1`. Any sampler, or one that finds its weights only when it is asked. */
  sampler: { readonly size: number; fill(out: Int32Array): unknown };
}

export interface ShardedSampler {
  /** How many items there are in all shards. */
  readonly size: number;
  /** One index: that of the item in its shard, and all items of the shards before. */
  next(): number;
  /** Fills `out` with indices and returns it. A shard is asked at most once, for all that fall to it. */
  fill<T extends Int32Array | Float64Array>(out: T): T;
  /** The shard that holds an index, and which of its items it is. */
  locate(index: number): { shard: number; index: number };
}

const CALLER = 'shardedSampler';

/**
 * Draws with replacement from more items than fit in one array: first a shard by its mass, then inside it.
 *
 * P(i) = exp(logMass_s) / sum exp(logMass) times P(i in s): exactly the law of the whole, if each logMass is the logarithm
 * of the sum of the shard's weights (that of all in common may be anything). The shards are drawn by an `aliasSampler`;
 * what is inside is only touched where it is drawn from, so that a shard may load or work out its weights when asked.
 *
 * @param shards `[k]`, k >= 1. Give samplers that share `random`, or forks of it.
 * @param options `random`: where the shards are drawn from; `Math.random` unless given.
 * @returns A sampler of indices over all shards, one after the other; beyond 2^31 items `fill` takes a Float64Array.
 * @throws TypeError if `shards` is no array of such, or `random` is no function.
 * @throws RangeError if there are none, a logMass is NaN or Infinity (with its index), or all are -Infinity.
 *
 * @example
 * ```ts
 * import { aliasSampler, createRng, shardedSampler } from '@gradus/samplers';
 * const random = createRng(7);
 * const sampler = shardedSampler(
 *   [[1, 2, 3], [0, 10]].map((weights) => ({
 *     logMass: Math.log(weights.reduce((a, b) => a + b)),
 *     sampler: aliasSampler(weights, { random }),
 *   })),
 *   { random },
 * );
 * sampler.size; // => 5
 * sampler.fill(new Int32Array(1000)).includes(3); // => false
 * sampler.locate(4); // => { shard: 1, index: 1 }
 * ```
 */
export function shardedSampler(
  shards: readonly Shard[],
  { random: given }: RandomOptions = {},
): ShardedSampler {
  const random = randomOf(CALLER, given);
  const masses = massesOf(shards);
  const chooser = samplerOf(CALLER, checkWeights(CALLER, masses), random);
  const samplers = shards.map(({ sampler }) => sampler);
  const starts = [0];
  for (const { size } of samplers) starts.push((starts.at(-1) as number) + size);
  const size = starts.at(-1) as number;
  const one = new Float64Array(1);

  function fill<T extends Int32Array | Float64Array>(out: T): T {
    if (!(out instanceof Float64Array || (out instanceof Int32Array && size <= 2 ** 31))) {
      const kinds = size <= 2 ** 31 ? 'an Int32Array or a Float64Array' : 'a Float64Array';
      throw new TypeError(`${CALLER}: out must be ${kinds}`);
    }
    const chosen = chooser.fill(new Int32Array(out.length));
    const { order, ends } = inOrder(chosen, samplers.length);
    samplers.forEach((sampler, shard) => {
      const its = order.subarray(ends[shard - 1] ?? 0, ends[shard]);
      if (its.length === 0) return;
      const inside = new Int32Array(its.length);
      sampler.fill(inside);
      for (let k = 0; k < its.length; k++) {
        out[its[k] as number] = (starts[shard] as number) + (inside[k] as number);
      }
    });
    return out;
  }

  return {
    size,
    next: () => fill(one)[0] as number,
    fill,
    locate(index) {
      checkIndex(CALLER, index, size);
      let shard = 0; // the last that starts at the index or before it, and is not empty
      for (let step = 2 ** (31 - Math.clz32(samplers.length)); step >= 1; step /= 2) {
        const further = shard + step;
        if (further < samplers.length && (starts[further] as number) <= index) shard = further;
      }
      return { shard, index: index - (starts[shard] as number) };
    },
  };
}

/** How much each shard weighs, the heaviest 1. */
function massesOf(shards: readonly Shard[]): Float64Array {
  if (!Array.isArray(shards)) {
    throw new TypeError(`${CALLER}: shards must be an array, got ${String(shards)}`);
  }
  if (shards.length === 0) throw new RangeError(`${CALLER}: shards must not be empty`);
  let heaviest = -Infinity;
  shards.forEach(({ logMass, sampler }: Shard, s) => {
    if (typeof sampler?.fill !== 'function' || !(sampler.size >= 0)) {
      throw new TypeError(`${CALLER}: shards[${s}].sampler must have a size and fill`);
    }
    if (typeof logMass !== 'number' || !(logMass < Infinity)) {
      throw new RangeError(`${CALLER}: shards[${s}].logMass is ${String(logMass)}`);
    }
    heaviest = Math.max(heaviest, logMass);
  });
  if (heaviest === -Infinity) {
    throw new RangeError(`${CALLER}: logMass must not be -Infinity for all shards`);
  }
  return Float64Array.from(shards, ({ logMass }) => exp(logMass - heaviest));
}
