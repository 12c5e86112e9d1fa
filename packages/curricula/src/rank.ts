import type { Random } from './curriculum.ts';
import { shuffled } from './passes.ts';

/** Which samples come first; `'random'` is the control that ranks by nothing. */
export type Order = 'easy-first' | 'hard-first' | 'random';

/**
 * The samples in the order of a curriculum. Equals are ordered at random: by their index, data that
 * are stored class by class would come class by class.
 *
 * @param difficulty Higher is harder, `[n]`, no NaN.
 */
export function rank(
  name: string,
  difficulty: ArrayLike<number>,
  order: Order,
  random: Random,
): Int32Array {
  const size = difficulty.length;
  const ranked = shuffled(name, size, random);
  if (order === 'random') return ranked;
  const sign = order === 'easy-first' ? 1 : -1;
  return ranked.sort((i, j) => {
    // stable, so the shuffle decides between equals
    const a = difficulty[i] as number;
    const b = difficulty[j] as number;
    return a < b ? -sign : a > b ? sign : 0;
  });
}

/** Throws unless there is at least one difficulty and none is NaN. */
export function checkDifficulty(name: string, difficulty: ArrayLike<number>): void {
  if (!(difficulty?.length >= 1)) {
    throw new RangeError(`${name}: difficulty must hold at least one sample's`);
  }
  for (let i = 0; i < difficulty.length; i++) {
    const value = difficulty[i];
    if (typeof value !== 'number') {
      throw new TypeError(`${name}: difficulty[${i}] must be a number, got ${String(value)}`);
    }
    if (Number.isNaN(value)) throw new RangeError(`${name}: difficulty[${i}] is NaN`);
  }
}
