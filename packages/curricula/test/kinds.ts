import { quotaSampler } from '@gradus/samplers';
import {
  type BanditCurriculum,
  type Batch,
  bandit,
  bootstrapped,
  type Curriculum,
  type CurriculumOptions,
  type DynamicCurriculum,
  dynamicSampled,
  exponential,
  linear,
  logarithmic,
  paced,
  pruned,
  quadratic,
  root,
  selectiveBatch,
  selfPaced,
  stepwise,
  switchAt,
  uniform,
} from '../src/index.ts';
import { plainDraw } from './helpers.ts';

/** What a run is made of; each kind below makes a curriculum of it, whatever the numbers. */
export interface Run extends CurriculumOptions {
  size: number;
  tasks: number;
}
/** Scores that differ, by the number of the sample alone. */
export const score = (indices: Int32Array): Float32Array =>
  Float32Array.from(indices, (i) => ((i * 7) % 5) + i / 100);
const weigh = (scores: Float32Array, progress: number) =>
  Float64Array.from(scores, (value) => 1 + progress * value);
const dynamic = { weigh, draw: plainDraw };

/** Every kind of curriculum; `play` runs it as its user would. */
export const kinds: Record<string, (run: Run) => Curriculum> = {
  uniform: (run) => uniform(run),
  'uniform with replacement': (run) => uniform({ ...run, replacement: true }),
  ...Object.fromEntries(
    (['easy-first', 'hard-first', 'random'] as const).flatMap((order) =>
      (['equal-updates', 'equal-epochs'] as const).map((phases) => [
        `bootstrapped ${order} ${phases}`,
        (run: Run) => {
          const difficulty = Array.from({ length: run.size }, (_, i) => i % 3);
          const tasks = Math.min(run.tasks, run.size);
          return bootstrapped({ ...run, difficulty, tasks, order, phases });
        },
      ]),
    ),
  ),
  ...Object.fromEntries(
    Object.entries({ linear, root, quadratic, exponential, stepwise, logarithmic }).map(
      ([name, pace]) => [
        `paced ${name}`,
        (run: Run) => {
          const difficulty = Array.from({ length: run.size }, (_, i) => i % 3);
          return paced({ ...run, difficulty, pace: pace(), order: 'easy-first' });
        },
      ],
    ),
  ),
  ...Object.fromEntries(
    (['easy-first', 'random'] as const).map((order) => [
      `paced ${order}, balanced over classes`,
      (run: Run) => {
        const difficulty = Array.from({ length: run.size }, (_, i) => i % 5);
        const classes = difficulty.map((value) => value % 2);
        return paced({ ...run, difficulty, classes, pace: linear(), order });
      },
    ]),
  ),
  switchAt: (run) =>
    switchAt({
      ...run,
      first: Array.from({ length: run.tasks }, (_, i) => i % run.size),
      second: Array.from({ length: run.size }, (_, i) => i),
      switchStep: run.tasks,
    }),
  'dynamicSampled with score': (run) =>
    dynamicSampled({ ...run, ...dynamic, score, rescoreEvery: run.tasks }),
  'dynamicSampled with score and no warm-up': (run) =>
    dynamicSampled({ ...run, ...dynamic, score, rescoreEvery: run.tasks, warmUp: 0 }),
  'dynamicSampled with correct': (run) =>
    dynamicSampled({ ...run, ...dynamic, score, rescoreEvery: run.tasks, correct: (p) => p }),
  ...Object.fromEntries(
    (['oldest', 'random', 'likely'] as const).map((pick) => [
      `dynamicSampled with refresh of the ${pick}`,
      (run: Run) => {
        const refresh = { fraction: 0.4, pick };
        return dynamicSampled({ ...run, ...dynamic, score, refresh, rescoreEvery: run.tasks });
      },
    ]),
  ),
  'dynamicSampled with shares carried': (run) =>
    dynamicSampled({
      ...run,
      weigh,
      draw: quotaSampler(run.size, { random: run.random }),
      rescoreEvery: run.tasks,
    }),
  'dynamicSampled as its control': (run) =>
    dynamicSampled({ ...run, ...dynamic, score, rescoreEvery: run.tasks, control: true }),
  'dynamicSampled with observe': (run) =>
    dynamicSampled({ ...run, ...dynamic, rescoreEvery: run.tasks, unseen: 'mean' }),
  'dynamicSampled with observe and a longer warm-up': (run) =>
    dynamicSampled({ ...run, ...dynamic, rescoreEvery: run.tasks, warmUp: run.tasks + 3 }),
  'selfPaced with observe': (run) => selfPaced({ ...run, rescoreEvery: run.tasks }),
  'selfPaced with score': (run) =>
    selfPaced({ ...run, score, rescoreEvery: run.tasks, warmUp: 0, start: 0.1 }),
  'selfPaced with refresh of the likely': (run) => {
    const refresh = { fraction: 0.3, pick: 'likely' } as const;
    return selfPaced({ ...run, score, refresh, rescoreEvery: run.tasks });
  },
  'selfPaced as its control': (run) =>
    selfPaced({ ...run, rescoreEvery: run.tasks, control: true }),
  ...Object.fromEntries(
    [false, true].map((control) => [
      `pruned (weights)${control ? ' as its control' : ''}`,
      (run: Run) => {
        const curriculum = pruned({ ...run, control });
        // Some tests observe nothing, which it refuses.
        if (run.from === undefined) curriculum.observe([0], [1]);
        return curriculum;
      },
    ]),
  ),
  'selectiveBatch by sampling (weights)': (run) => selectiveBatch({ ...run, score }),
  'selectiveBatch once it pays (weights)': (run) =>
    selectiveBatch({ ...run, score, switchOn: 0.4 }),
  'selectiveBatch from the top': (run) => {
    const holdout = Array.from({ length: run.size }, (_, i) => i % 2);
    return selectiveBatch({ ...run, score, keep: 'top', holdout, pool: 2 });
  },
  'selectiveBatch as its control': (run) =>
    selectiveBatch({ ...run, score, keep: 'top', control: true }),
  ...Object.fromEntries(
    Object.entries({
      'the defaults': {},
      'a share of its own': { share: 0.01, rescale: false, rate: 0.1 },
      'no reward heeded': { control: true },
    }).map(([what, options]) => [
      `bandit with ${what}`,
      (run: Run) =>
        bandit({
          ...run,
          ...options,
          tasks: Array.from({ length: run.tasks }, (_, t) =>
            Array.from(
              { length: 1 + Math.floor(run.size / run.tasks) },
              (_, i) => (i + t) % run.size,
            ),
          ),
        }),
    ]),
  ),
};

/** Iterates and observes, calling `each` in the loop's body; leaves it after `most` batches. */
export async function play(
  curriculum: Curriculum,
  {
    most = Infinity,
    each,
    batch: look,
  }: {
    most?: number;
    each?: (curriculum: Curriculum) => unknown;
    batch?: (batch: Batch) => unknown;
  } = {},
): Promise<number[][]> {
  const played: number[][] = [];
  if (most === 0) return played;
  for await (const batch of curriculum) {
    const { step, phase, indices, weights } = batch;
    played.push([step, phase, ...indices, ...(weights ?? [])]);
    look?.(batch);
    told(curriculum, step, played.at(-1) as number[], indices.length);
    await each?.(curriculum);
    if (played.length === most) break;
  }
  return played;
}

/** Tells a curriculum what its user would, of a batch as `play` records it. */
export function told(
  curriculum: Curriculum,
  step: number,
  batch: number[],
  batchSize: number,
): void {
  if ('reward' in curriculum) {
    (curriculum as BanditCurriculum).reward(step, ((step * 7) % 5) / 5);
  }
  if (!('observe' in curriculum)) return;
  const indices = Int32Array.from(batch.slice(2, 2 + batchSize));
  const values = Float32Array.from(indices, (i) => i / 8 + step);
  // every other time on a device
  const data = async () => values;
  (curriculum as DynamicCurriculum).observe(
    indices,
    step % 2 === 0 ? values : { data, dispose: () => {} },
  );
}
