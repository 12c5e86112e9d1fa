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
  classes?: ArrayLike<number>,
): Int32Array {
  const ranked = shuffled(name, difficulty.length, random);
  if (order !== 'random') {
    const sign = order === 'easy-first' ? 1 : -1;
    ranked.sort((i, j) => {
      // stable, so the shuffle decides between equals
      const a = difficulty[i] as number;
      const b = difficulty[j] as number;
      return a < b ? -sign : a > b ? sign : 0;
    });
  }
  return classes === undefined ? ranked : balanced(ranked, classes);
}

/** The same samples, in the same order within each class, and each class spread evenly over the whole. */
function balanced(ranked: Int32Array, classes: ArrayLike<number>): Int32Array {
  const sizes = new Map<number, number>();
  for (const i of ranked) {
    sizes.set(classes[i] as number, (sizes.get(classes[i] as number) ?? 0) + 1);
  }
  const before = new Map<number, number>();
  const places = new Float64Array(ranked.length);
  for (const i of ranked) {
    const label = classes[i] as number;
    const rank = before.get(label) ?? 0;
    before.set(label, rank + 1);
    places[i] = (rank + 0.5) / (sizes.get(label) as number);
  }
  return ranked.sort((i, j) => (places[i] as number) - (places[j] as number));
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
