import { checkChoice, checkWithin } from './check.ts';
import type { Random } from './curriculum.ts';

/** Which part of the samples is scored anew at each weighing. */
export interface RefreshOptions {
  /** The part, in (0, 1]; ceil(fraction * size) samples are scored. */
  fraction: number;
  /**
   * `'oldest'`: those whose scores are oldest, those never scored first, equals at random. `'random'`:
   * any, alike. `'likely'`: those likely to be drawn; sample i is picked about in proportion to the
   * weight that its present score has.
   */
  pick: 'oldest' | 'random' | 'likely';
}

/** Throws unless the part is one. */
export function checkRefresh(name: string, refresh: RefreshOptions): void {
  if (typeof refresh !== 'object' || refresh === null) {
    throw new TypeError(`${name}: refresh must be an object, got ${String(refresh)}`);
  }
  checkWithin(name, 'refresh.fraction', refresh.fraction, { above: 0, most: 1 });
  checkChoice(name, 'refresh.pick', refresh.pick, ['oldest', 'random', 'likely']);
}

/**
 * `count` different samples, those of the smallest keys: when each was scored, plus u; u; or u over its
 * weight; u even in [0, 1). The last is sequential Poisson sampling.
 *
 * @param of What `pick` needs: when each was scored (-1: never), or its weight.
 * @returns Their indices, ascending.
 * @see Ohlsson 1998, Sequential Poisson sampling
 */
export function pickSome(
  pick: RefreshOptions['pick'],
  { size, count, random }: { size: number; count: number; random: Random },
  of: { scoredAt?: Int32Array | undefined; weights?: Float64Array | undefined },
): Int32Array {
  const keys = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const u = random();
    if (pick === 'random') keys[i] = u;
    else if (pick === 'oldest') keys[i] = (of.scoredAt?.[i] as number) + u;
    else {
      const weight = of.weights?.[i] as number;
      keys[i] = weight > 0 ? u / weight : Infinity;
    }
  }
  const last = keys.slice().sort()[count - 1] as number;
  const picked = new Int32Array(count);
  let k = 0;
  for (let i = 0; i < size; i++) if ((keys[i] as number) < last) picked[k++] = i;
  for (let i = 0; k < count; i++) if (keys[i] === last) picked[k++] = i;
  return picked.sort();
}
