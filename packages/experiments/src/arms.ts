import { bootstrapped, type Curriculum, dynamicSampled, uniform } from '@gradus/curricula';
import { epochPlan, quotaSampler } from '@gradus/samplers';
import { temper } from '@gradus/temperature';
import type { DataPreset } from './data.ts';

/** What an arm's curriculum is made from, for one seed. */
export interface ArmContext {
  size: number;
  preset: DataPreset;
  steps: number;
  random: () => number;
  /** Scores samples with the model in training, one pass over them. */
  score: (indices: Int32Array) => Promise<Float32Array>;
  /** The finished uniform model's scores of the training part; only arms with `needsReference` have it. */
  difficulty?: Float32Array | undefined;
}

/** One arm of a comparison: a curriculum with its settings. */
export interface Arm {
  name: string;
  curriculum: string;
  scorer: string | null;
  favour: 'easy' | 'hard' | null;
  maxRatio: number | null;
  /** Wants the scores of the outputs that training computes anyway. */
  observes: boolean;
  /** Ranks samples by the finished uniform model. */
  needsReference: boolean;
  start(context: ArmContext): Curriculum & { observe?: Observe };
}

type Observe = ReturnType<typeof dynamicSampled>['observe'];

const plain = {
  scorer: null,
  favour: null,
  maxRatio: null,
  observes: false,
  needsReference: false,
};

/** Uniform sampling: shuffled passes over the data. The baseline of every table. */
const uniformArm: Arm = {
  ...plain,
  name: 'uniform',
  curriculum: 'uniform',
  start: ({ size, preset, steps, random }) =>
    uniform({ size, batchSize: preset.batchSize, steps, random }),
};

/** Dynamic sampling from the scores that training computes anyway; no scoring pass at all. */
const freeScores: Arm = {
  ...plain,
  name: 'dynamic-free',
  curriculum: 'dynamicSampled',
  scorer: 'entropy',
  favour: 'hard',
  maxRatio: 30,
  observes: true,
  start: ({ size, preset, steps, random }) =>
    dynamicSampled({
      size,
      batchSize: preset.batchSize,
      steps,
      random,
      rescoreEvery: preset.stretch,
      weigh: (scores) => temper(scores, { favour: 'hard', maxRatio: 30 }).probabilities,
      draw: quotaSampler(size, { random }),
    }),
};

/** Dynamic sampling with a scoring pass over the whole training part each epoch, as in the thesis. */
const scoringPass: Arm = {
  ...plain,
  name: 'dynamic-scored',
  curriculum: 'dynamicSampled',
  scorer: 'entropy',
  favour: 'hard',
  maxRatio: 10,
  start: ({ size, preset, steps, random, score }) =>
    dynamicSampled({
      size,
      batchSize: preset.batchSize,
      steps,
      random,
      rescoreEvery: Math.max(1, Math.round(size / preset.batchSize)),
      score,
      weigh: (scores) => temper(scores, { favour: 'hard', maxRatio: 10 }).probabilities,
      draw: (probabilities, count) => epochPlan(probabilities, count, { random }),
    }),
};

/** Bootstrapped curriculum: the easier half by the uniform model's entropy first, then everything. */
const bootstrappedArm: Arm = {
  ...plain,
  name: 'bootstrapped',
  curriculum: 'bootstrapped',
  scorer: 'entropy',
  favour: 'easy',
  needsReference: true,
  start: ({ preset, steps, random, difficulty }) =>
    bootstrapped({
      difficulty: difficulty as Float32Array,
      tasks: 2,
      batchSize: preset.batchSize,
      steps,
      order: 'easy-first',
      phases: 'equal-updates',
      random,
    }),
};

/** The default comparison. Uniform stands first: the others are compared with it and may need its model. */
export const defaultArms: readonly Arm[] = [uniformArm, freeScores, scoringPass, bootstrappedArm];
