import { checkBoolean, checkInteger, checkWithin } from './check.ts';
import { begin, checkCommon, countOf, indicesOf } from './course.ts';
import type { CurriculumOptions } from './curriculum.ts';
import { Observations } from './observations.ts';
import { indicesBelow, Passes, shuffled } from './passes.ts';
import { isArray } from './random-state.ts';
import type { DynamicCurriculum } from './scored-course.ts';

export interface PrunedOptions extends CurriculumOptions {
  /** The number of samples: an integer, at least 1. */
  size: number;
  /** With what probability r a well-learned sample is skipped in a pass, in [0, 1); default 0.5. */
  skip?: number | undefined;
  /** The part of `steps` after which nothing is skipped any more, delta, in [0, 1]; default 0.875. */
  until?: number | undefined;
  /** The random twin: as many samples count as well-learned, any of them; default: false. */
  control?: boolean | undefined;
}

/**
 * InfoBatch: shuffled passes that skip some of the samples that are well learned, without bias.
 *
 * When a pass begins, a sample is well learned if its latest score is below the mean of the scores known.
 * Each of those is left out of this pass with probability r = `skip` (their program leaves out exactly that
 * part of them); those that stay get the weight 1 / (1 - r), all others 1, so that the expected gradient of
 * a pass is that of all samples. The scores
 * are those that training observes, in the paper the losses; a sample without one is not well learned.
 * From `until` on (the last 12.5 % of the updates) passes are whole again, to take out the variance that
 * is left; the first of them begins at once. A batch may straddle passes.
 *
 * The budget is in updates, as everywhere: what skipping saves are updates for the samples that are not
 * skipped. Multiply each sample's loss with the batch's `weights`. Cost per batch: nothing that grows with
 * the number of samples, and a few passes over them when one of ours begins; 9 bytes a sample.
 *
 * @returns Batches with `weights`, of phase 0 while samples are skipped, and 1 from `until` on.
 * @throws RangeError or TypeError at once if an option is out of its range; an Error from the iteration
 * if nothing was observed in the updates before a pass begins.
 * @see Qin et al. 2024, InfoBatch: lossless training speed up by unbiased dynamic data pruning
 *
 * @example
 * ```ts
 * import { pruned } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * const curriculum = pruned({ size: 1000, batchSize: 10, steps: 400, random: createRng(1) });
 * const drawn = [0, 0];
 * for await (const { indices, weights } of curriculum) {
 *   for (const i of indices) drawn[i < 500 ? 0 : 1]++;
 *   curriculum.observe(indices, indices.map((i) => (i < 500 ? 0 : 1))); // the first 500 are learned
 * }
 * drawn[0] < 0.7 * drawn[1]; // => true
 * ```
 */
export function pruned(options: PrunedOptions): DynamicCurriculum {
  const name = 'pruned';
  const { size, batchSize, steps, random, snapshots, diagnostics } = options;
  const { skip = 0.5, until = 0.875, control = false } = options;
  checkInteger(name, 'size', size, 1);
  checkCommon(name, options);
  checkWithin(name, 'skip', skip, { above: 0, most: 1, inclusive: true });
  if (skip === 1) throw new RangeError(`${name}: skip must be below 1, got 1`);
  checkWithin(name, 'until', until, { above: 0, most: 1, inclusive: true });
  checkBoolean(name, 'control', control);

  const observations = new Observations(name, size, {
    tracked: diagnostics !== undefined,
    now: () => curriculum.step,
  });
  const learned = new Uint8Array(size); // well-learned, and yet in this pass
  const passes = new Passes(name, indicesBelow(size), size, random);
  let inPass = size; // how many this pass has
  const phaseOf = (step: number) => (step < until * steps ? 0 : 1);
  let phase = phaseOf(0);

  function beginPass(step: number): void {
    learned.fill(0);
    inPass = size;
    if (phase === 0 && step > 0) {
      const mean = observations.mean();
      if (mean === undefined) {
        throw new Error(`${name}: no score is known at step ${step}: call observe() in the loop`);
      }
      const by = control ? shuffled(name, size, random) : undefined;
      let skipped = 0;
      inPass = 0;
      for (let i = 0; i < size; i++) {
        const sample = by?.[i] ?? i;
        const well = (observations.scores[i] as number) < mean;
        if (well && random() < skip) passes.order[size - ++skipped] = sample;
        else {
          passes.order[inPass++] = sample;
          learned[sample] = well ? 1 : 0;
        }
      }
    }
    passes.seek(inPass, 0);
  }

  const curriculum = begin(
    {
      name,
      settings: { size, skip, until, control },
      size,
      look: (indices) => ({ ...passes.look(), ...observations.look(indices) }),
      prepare() {
        const ends = inPass - passes.at < batchSize;
        return observations.unsettled && (ends || snapshots) ? observations.settle() : undefined;
      },
      take(step) {
        if (phaseOf(step) !== phase) {
          phase = phaseOf(step);
          beginPass(step);
        }
        const indices = new Int32Array(batchSize);
        const weights = new Float32Array(batchSize);
        for (let k = 0; k < batchSize; ) {
          if (passes.at === inPass) beginPass(step);
          const taken = passes.take(Math.min(batchSize - k, inPass - passes.at));
          indices.set(taken, k);
          for (const index of taken) weights[k++] = learned[index] === 1 ? 1 / (1 - skip) : 1;
        }
        return { phase, indices, weights };
      },
      save: (step) => ({
        scores: step === steps ? observations.scores.slice() : observations.copy(),
        scoredAt: observations.scoredAt?.slice(),
        order: passes.order.slice(),
        inPass,
        at: passes.at,
        learned: learned.slice(),
        phase,
      }),
      load(state, step) {
        const { scores, learned: saved } = state;
        const refuse = (key: string, what: string) =>
          new RangeError(
            `${name}: cannot continue this snapshot: its ${key} is not ${what} of ${size}`,
          );
        if (!isArray(scores, 'Float32Array') || scores.length !== size) {
          throw refuse('scores', 'a Float32Array');
        }
        if (!isArray(saved, 'Uint8Array') || saved.length !== size) {
          throw refuse('learned', 'a Uint8Array');
        }
        phase = countOf(name, state, 'phase', 1);
        inPass = countOf(name, state, 'inPass', size);
        passes.order.set(indicesOf(name, state, 'order', { length: size, size }));
        passes.seek(inPass, countOf(name, state, 'at', inPass));
        learned.set(saved);
        observations.load(scores, state.scoredAt, step);
      },
      close: () => observations.close(),
    },
    options,
  );
  return Object.assign(curriculum, {
    observe: observations.add.bind(observations),
    settle: observations.settle.bind(observations),
  });
}
