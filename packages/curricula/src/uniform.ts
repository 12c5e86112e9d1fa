import { checkBoolean, checkInteger } from './check.ts';
import { begin, checkCommon, countOf, indicesOf } from './course.ts';
import type { Curriculum, CurriculumOptions } from './curriculum.ts';
import { below, indicesBelow, Passes } from './passes.ts';

export interface UniformOptions extends CurriculumOptions {
  /** The number of samples: an integer, at least 1. */
  size: number;
  /** Whether each index is drawn anew from all of them; default: false, shuffled passes. */
  replacement?: boolean | undefined;
}

/**
 * The baseline: every sample alike.
 *
 * The batches are cut from shuffled passes over 0, ..., `size - 1`, one after another; a batch may
 * straddle two passes (and span several, where it is larger than the data), so every batch is whole.
 * With `replacement` each index is drawn evenly from all of them, whatever came before.
 *
 * @returns Batches of phase 0.
 * @throws RangeError if `size` or `batchSize` is not an integer of at least 1, `steps` not one of at
 * least 0, or `from` is a snapshot of anything else; TypeError if `random` is not a function.
 *
 * @example
 * ```ts
 * import { uniform } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * const drawn = [];
 * for await (const { indices } of uniform({ size: 6, batchSize: 2, steps: 3, random: createRng(1) })) {
 *   drawn.push(...indices);
 * }
 * drawn.sort(); // => [0, 1, 2, 3, 4, 5]
 * ```
 */
export function uniform(options: UniformOptions): Curriculum {
  const name = 'uniform';
  const { size, batchSize, random, replacement = false } = options;
  checkInteger(name, 'size', size, 1);
  checkCommon(name, options);
  checkBoolean(name, 'replacement', replacement);
  const settings = { size, replacement };

  if (replacement) {
    const draw = () => below(name, size, random);
    return begin(
      {
        name,
        settings,
        size,
        look: () => ({ effectiveSampleSize: size, maxRatio: 1 }),
        take: () => ({ phase: 0, indices: new Int32Array(batchSize).map(draw) }),
        save: () => ({}),
        load: () => {},
      },
      options,
    );
  }

  const passes = new Passes(name, indicesBelow(size), size, random);
  return begin(
    {
      name,
      settings,
      size,
      look: () => passes.look(),
      take: () => ({ phase: 0, indices: passes.take(batchSize) }),
      save: () => ({ order: passes.order.slice(), at: passes.at }),
      load(state) {
        passes.order.set(indicesOf(name, state, 'order', { length: size, size }));
        passes.seek(size, countOf(name, state, 'at', size));
      },
    },
    options,
  );
}
