import { checkScores, checkSize, checkSnapshot } from './check-history.ts';

export interface LossChangeOptions {
  /** How much of each new value goes into the average, in (0, 1]; 0.1 where it is left out. */
  rate?: number | undefined;
  /** What is averaged: the loss's absolute change since it was last seen (default), or the loss itself. */
  of?: 'change' | 'loss' | undefined;
  /** A snapshot to go on from. */
  from?: LossSnapshot | undefined;
}

/** What `lossChange` knows of each sample; of JSON's kind. */
export interface LossSnapshot {
  average: number[];
  latest: number[];
}

export interface LossChange {
  /** Notes the loss of each of these samples now. */
  observe(indices: ArrayLike<number>, losses: ArrayLike<number>): void;
  /** `[size]`, in the loss's unit, higher = harder; 0 where nothing was seen. */
  scores(): Float32Array;
  snapshot(): LossSnapshot;
}

/**
 * The running average of a sample's loss, or of how much it changes: DIHCL's dynamic instance hardness.
 *
 * r <- rate x + (1 - rate) r at each observation, from r = 0, with x = |loss - the loss before|, or the loss
 * itself. The first loss of a sample has none before it and changes by itself, from 0.
 *
 * @param size How many samples there are.
 * @param options.rate In (0, 1], 0.1 by default.
 * @param options.of `'change'` (default) or `'loss'`.
 * @param options.from A snapshot to go on from.
 * @returns `observe(indices, losses)`, `scores()` `[size]`, higher = harder, and `snapshot()`.
 * @throws RangeError for a size, index, option or snapshot that does not fit, or a loss that is not finite.
 * @see Zhou, Wang and Bilmes 2020, Curriculum Learning by Dynamic Instance Hardness, section 2
 *
 * @example
 * ```ts
 * import { lossChange } from '@gradus/scorers';
 * const history = lossChange(2, { rate: 0.5 });
 * history.observe([0, 1], [2, 1]);
 * history.observe([0, 1], [1, 1]);
 * history.scores(); // => Float32Array.of(1, 0.25)
 * ```
 */
export function lossChange(size: number, options: LossChangeOptions = {}): LossChange {
  checkSize('lossChange', size);
  const { rate = 0.1, of = 'change', from } = options;
  if (!(rate > 0 && rate <= 1)) {
    throw new RangeError(`lossChange: rate must be in (0, 1], got ${rate}`);
  }
  if (of !== 'change' && of !== 'loss') {
    throw new RangeError(`lossChange: of must be 'change' or 'loss', got ${String(of)}`);
  }
  if (from) checkSnapshot('lossChange', from, size, ['average', 'latest']);
  const average = Float64Array.from(from?.average ?? new Array(size).fill(0));
  const latest = Float64Array.from(from?.latest ?? new Array(size).fill(0));
  return {
    observe(indices, losses) {
      checkScores('lossChange', size, indices, losses, 'losses', Number.isFinite);
      for (let k = 0; k < indices.length; k++) {
        const i = indices[k] as number;
        const loss = losses[k] as number;
        const x = of === 'loss' ? loss : Math.abs(loss - (latest[i] as number));
        average[i] = rate * x + (1 - rate) * (average[i] as number);
        latest[i] = loss;
      }
    },
    scores: () => Float32Array.from(average),
    snapshot: () => ({ average: [...average], latest: [...latest] }),
  };
}
