import type { RandomOptions } from './alias-sampler.ts';
import { checkCount } from './check-count.ts';
import { checkVersion } from './check-version.ts';
import { checkWeights } from './check-weights.ts';
import { chanceOf, NEARLY, roomFor, walkDue } from './due-walk.ts';
import { randomOf } from './random.ts';
import { shuffle } from './shuffle.ts';
import { wrong } from './wrong.ts';

/** What a quota sampler carries from call to call, as plain data: it survives `structuredClone`. */
export interface QuotaSnapshot {
  version: 1;
  size: number;
  /** For each index the sum of its count p less its draws. After JSON it may be a plain array. */
  owed: ArrayLike<number>;
}

export interface QuotaSampler {
  readonly size: number;
  /** `count` indices for these weights, in random order; remembers what each index is still owed. */
  plan(weights: ArrayLike<number>, count: number): Int32Array;
  /** A copy of what is owed. The state of `random` is not in it. */
  snapshot(): QuotaSnapshot;
  /** Goes on from a snapshot of a sampler of the same size. */
  restore(snapshot: QuotaSnapshot): void;
}

const CALLER = 'quotaSampler';
/** Up to this size chance alone can run into a dead end, so those owed most go first once much is owed. */
const FEW = 64;
const MUCH = 0.25;

/**
 * Draws by weights that change from call to call, and carries each index's share over: nobody is missed, nobody repeated
 * before its time, as within an epoch, although there are no epochs.
 *
 * Let E_i be the sum over calls of count p_i, p_i = w_i / sum w, and D_i how often i was drawn. Each call draws exactly
 * `count` indices, and keeps D_i at floor or ceil of E_i: **within one, over any number of calls**. Within each unit of
 * E_i the draw comes at an evenly random time (chance e / (1 - owed) where e is added to what is owed, below one), so that
 * E[D_i] = E_i: exactly in the first call, to within about 1 % of a share in later ones (those of few indices excepted).
 * With equal weights it is a shuffle of all after all, whatever the counts.
 *
 * Both promises together cannot always be kept, by any method that does not know the weights to come: draw 4 of 8
 * equal ones, then 3 by weights on the other 4 alone, and 1.25 have been due of each of these 4 but only 3 drawn. Then
 * `count` holds, the indices nearest to one give way, and they are the first to be made up to. With weights drawn anew at
 * every call that is rare: in the tests it never happens for more than 64 indices and ten or more draws a call, at ratios
 * of 30 and 1000, and in less than one call in 500 for fewer, where those owed most go first once much is owed.
 *
 * A call walks all indices twice, whatever the count: once for the sum of the weights, once to add to what is owed. So a
 * draw costs the more the fewer of them are asked for: at a tenth of the indices the walk is most of a call, some ten
 * steps of it a draw (`pnpm bench even-plans`).
 *
 * @param size How many indices there are, an integer >= 1.
 * @param options `random`: where to draw from; `Math.random` unless given.
 * @returns `plan(weights, count)`, with weights `[size]`, finite, >= 0, not all 0, and count an integer >= 0, gives a new
 *   array in random order. An index of weight 0 is not drawn, and keeps what it is owed.
 * @throws TypeError if `random` is no function or weights are no array of numbers; RangeError if the size is no integer
 *   >= 1, there are more or fewer weights, one is NaN, negative or infinite (with its index), all are 0, or their sum overflows.
 * @see Tijdeman 1980, The chairman assignment problem: within one is possible when all weights are known ahead
 * @see Coppersmith et al. 2011, The optimality of the online greedy algorithm in carpool and chairman assignment problems:
 *   and is not when they are not
 *
 * @example
 * ```ts
 * import { createRng, quotaSampler } from '@gradus/samplers';
 * const quota = quotaSampler(4, { random: createRng(7) });
 * const weights = [3, 3, 2, 0];
 * const drawn = [...quota.plan(weights, 3), ...quota.plan(weights, 5)];
 * drawn.sort(); // => [0, 0, 0, 1, 1, 1, 2, 2]
 * ```
 */
export function quotaSampler(size: number, { random: given }: RandomOptions = {}): QuotaSampler {
  if (!(Number.isInteger(size) && size >= 1)) {
    throw wrong(CALLER, 'size must be an integer >= 1', size);
  }
  const random = randomOf(CALLER, given);
  const owed = new Float64Array(size);
  const due = roomFor(size);

  function plan(givenWeights: ArrayLike<number>, count: number): Int32Array {
    checkCount(CALLER, count);
    const { weights, sum } = checkWeights(CALLER, givenWeights, size);
    const scale = count / sum;
    const byRank = size <= FEW && meanSize(owed) > MUCH;
    walkDue(weights, scale, owed, random, due);
    const excess = due.total - count;
    if (excess > 0) takeBack(excess);
    const drawn = new Int32Array(count);
    let k = 0;
    for (let d = 0; d < due.wholes; d++) {
      const i = due.whole[d] as number;
      for (let times = due.times[d] as number; times > 0; times--) drawn[k++] = i;
    }
    if (excess > 0) return shuffle(drawn, random);
    if (!byRank) {
      const extras = Math.min(due.onces, count - k);
      leaveOut(due.onces - extras);
      for (let d = 0; d < extras; d++) drawn[k++] = give(due.once[d] as number);
      k = giveByChance(weights, scale, drawn, k);
    }
    if (k < count) giveInOrder(weights, drawn, k);
    return shuffle(drawn, random);
  }

  /** Leaves out `excess` of those drawn by chance, each as likely as the next: the last one takes its place. */
  function leaveOut(excess: number): void {
    for (; excess > 0; excess--) {
      const d = Math.floor(random() * due.onces--);
      due.once[d] = due.once[due.onces] as number;
    }
  }

  /**
   * Fills `drawn` from k on with more of those who are owed something, by their chances: anyone is asked, and taken with
   * its chance. The chances sum to `count` but on average, so a few are missing often; many, or any to be found at
   * length, hardly ever.
   */
  function giveByChance(
    weights: ArrayLike<number>,
    scale: number,
    drawn: Int32Array,
    k: number,
  ): number {
    for (let asked = 0; k < drawn.length && asked < 64 + size; asked++) {
      const i = Math.floor(random() * size);
      const now = owed[i] as number;
      if (now < NEARLY || !((weights[i] as number) > 0)) continue;
      const chance = chanceOf(now - (weights[i] as number) * scale, now);
      if (random() < chance) drawn[k++] = give(i);
    }
    return k;
  }

  /** Fills `drawn` from k on with those owed most, each once and round again: of those owed anything, if they are enough. */
  function giveInOrder(weights: ArrayLike<number>, drawn: Int32Array, from: number): void {
    const weighty = Int32Array.from(owed.keys()).filter((i) => (weights[i] as number) > 0);
    const owing = weighty.filter((i) => (owed[i] as number) >= NEARLY);
    const line = drawn.length - from <= owing.length ? owing : weighty;
    shuffle(line, random); // so that those owed the same are equally likely
    line.sort((i, j) => (owed[j] as number) - (owed[i] as number));
    for (let k = from; k < drawn.length; k++) {
      drawn[k] = give(line[(k - from) % line.length] as number);
    }
  }

  function give(i: number): number {
    owed[i] = (owed[i] as number) - 1;
    return i;
  }

  /** Leaves out `excess` of the whole draws: of those indices that are then owed least, each once and round again. */
  function takeBack(excess: number): void {
    const line = Array.from({ length: due.wholes }, (_, d) => d);
    line.sort((a, b) => owedTo(a) - owedTo(b));
    for (let left = excess; left > 0; ) {
      for (const d of line) {
        if (left === 0 || due.times[d] === 0) continue;
        const i = due.whole[d] as number;
        owed[i] = (owed[i] as number) + 1;
        due.times[d] = (due.times[d] as number) - 1;
        left--;
      }
    }
  }

  function owedTo(d: number): number {
    return owed[due.whole[d] as number] as number;
  }

  return {
    size,
    plan,
    snapshot: () => ({ version: 1, size, owed: owed.slice() }),
    restore(snapshot) {
      checkSnapshot(snapshot, size);
      owed.set(snapshot.owed);
    },
  };
}

function meanSize(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return sum / values.length;
}

function checkSnapshot(snapshot: QuotaSnapshot, size: number): void {
  checkVersion(CALLER, snapshot);
  if (snapshot.size !== size || snapshot.owed?.length !== size) {
    throw new RangeError(`${CALLER}: the snapshot is of size ${snapshot.size}, not ${size}`);
  }
  for (let i = 0; i < size; i++) {
    if (!Number.isFinite(snapshot.owed[i])) {
      throw new RangeError(`${CALLER}: owed[${i}] of the snapshot is ${snapshot.owed[i]}`);
    }
  }
}
