import { checkIndices, checkInteger } from './check.ts';
import { begin, checkCommon, countOf, indicesOf } from './course.ts';
import type { Curriculum, CurriculumOptions } from './curriculum.ts';
import { fingerprint } from './fingerprint.ts';
import { Passes } from './passes.ts';

export interface SwitchAtOptions extends CurriculumOptions {
  /** The samples of the updates before `switchStep` (the easy set), at least one. */
  first: ArrayLike<number>;
  /** The samples of the updates from `switchStep` on (the target set), at least one. */
  second: ArrayLike<number>;
  /** The first update on `second`: an integer, at least 0; from `steps` on, there is none. */
  switchStep: number;
}

/**
 * One set of samples up to a switch, then another: shuffled passes over each.
 *
 * The baseline to hold it against is `uniform` over both sets together: without it, seeing more
 * samples passes for a curriculum's gain.
 *
 * @returns Batches of phase 0 (from `first`) and 1 (from `second`).
 * @throws RangeError if a set is empty or holds anything but integers of at least 0, or another
 * option is out of its range.
 * @see Bengio, Louradour, Collobert and Weston 2009, Curriculum learning, section 4
 *
 * @example
 * ```ts
 * import { switchAt } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * const random = createRng(1);
 * const curriculum = switchAt({ first: [7], second: [8], switchStep: 2, batchSize: 2, steps: 3, random });
 * const seen = [];
 * for await (const { indices } of curriculum) seen.push([...indices]);
 * seen; // => [[7, 7], [7, 7], [8, 8]]
 * ```
 */
export function switchAt(options: SwitchAtOptions): Curriculum {
  const name = 'switchAt';
  const { first, second, switchStep, batchSize, random } = options;
  const sets = { first, second };
  for (const [key, set] of Object.entries(sets)) {
    if (!(set?.length >= 1)) throw new RangeError(`${name}: ${key} must hold at least one index`);
    checkIndices(name, key, set, 2 ** 31);
  }
  checkInteger(name, 'switchStep', switchStep, 0);
  checkCommon(name, options);

  const passes = new Passes(name, Int32Array.from(first), first.length, random);
  const later = new Passes(name, Int32Array.from(second), second.length, random);
  const of = (step: number) => (step < switchStep ? passes : later);

  return begin(
    {
      name,
      settings: { first: fingerprint(first), second: fingerprint(second), switchStep },
      size: Math.max(mostOf(first), mostOf(second)) + 1,
      samples: () => new Set([...passes.order, ...later.order]).size,
      take: (step) => ({
        phase: step < switchStep ? 0 : 1,
        indices: of(step).take(batchSize),
      }),
      save: () => ({
        first: passes.order.slice(),
        firstAt: passes.at,
        second: later.order.slice(),
        secondAt: later.at,
      }),
      load(state) {
        for (const [key, set] of [
          ['first', passes],
          ['second', later],
        ] as const) {
          const length = set.order.length;
          set.order.set(indicesOf(name, state, key, { length, size: 2 ** 31 }));
          set.seek(length, countOf(name, state, `${key}At`, length));
        }
      },
    },
    options,
  );
}

function mostOf(indices: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < indices.length; k++) most = Math.max(most, indices[k] as number);
  return most;
}
