import {
  bootstrapped,
  type Curriculum,
  dynamicSampled,
  switchAt,
  uniform,
} from '@gradus/curricula';
import { createRng, epochPlan, quotaSampler, type Rng } from '@gradus/samplers';
import { rankProbabilities, temper } from '@gradus/temperature';
import { UsageError } from '../usage-error.ts';
import type { ArmSettings } from './arm-settings.ts';
import type { Work } from './cost.ts';
import type { Settings } from './settings.ts';

/** What an arm's curriculum is made from, for one seed. */
export interface ArmContext {
  /** Samples to train on. */
  size: number;
  settings: Settings;
  arm: ArmSettings;
  seed: number;
  /** Scores samples with the model in training, one pass over them. */
  score: (indices: Int32Array) => Promise<Float32Array>;
  /** Called at each weighing. */
  onWeigh: () => void;
  /** The finished uniform model's scores of the training part; only arms with `needsReference` have it. */
  difficulty?: Float32Array | undefined;
  /** How many samples at the front of the training part are its easy ones, where it has such. */
  easyCount?: number | undefined;
}

/** A way to order the samples. */
export interface Arm {
  description: string;
  curriculum: string;
  /** Wants the scores of the outputs that training computes anyway. */
  observes: boolean;
  /** Ranks samples by the finished uniform model. */
  needsReference: boolean;
  /** What it does with the settings, for its line of results. */
  labels(arm: ArmSettings): {
    scorer: string | null;
    favour: 'easy' | 'hard' | null;
    maxRatio: number | null;
  };
  /** What it will do beside its updates, on a training part of that size; passes are counted as one. */
  extra(arm: ArmSettings, settings: Settings, size: number): Partial<Work>;
  start(context: ArmContext): Curriculum & { observe?: Observe };
}

/** Every arm that `--curricula` takes, in the order of the tables. */
export const armNames = [
  'uniform',
  'dynamic-free',
  'dynamic-scored',
  'bootstrapped',
  'random-order',
  'random-scores',
  'easy-then-hard',
] as const;

export type ArmName = (typeof armNames)[number];

type Observe = ReturnType<typeof dynamicSampled>['observe'];

const FREE_RATIO = 30;
const SCORED_RATIO = 10;

const common = ({ arm, settings, seed }: ArmContext) => ({
  batchSize: settings.batchSize,
  steps: arm.steps,
  random: createRng(seed).fork('batches'),
});

/** The arms, uniform first: the others are compared with it and may need its model. */
export const arms: Record<ArmName, Arm> = {
  uniform: {
    description: 'shuffled passes over the data: the baseline',
    curriculum: 'uniform',
    observes: false,
    needsReference: false,
    labels: () => ({ scorer: null, favour: null, maxRatio: null }),
    extra: () => ({}),
    start: (context) => uniform({ size: context.size, ...common(context) }),
  },
  'dynamic-free': {
    description: 'drawn by the scores of outputs that training computes anyway; no scoring pass',
    curriculum: 'dynamicSampled',
    observes: true,
    needsReference: false,
    labels: ({ scorer, favour, maxRatio }) => ({
      scorer,
      favour,
      maxRatio: maxRatio ?? FREE_RATIO,
    }),
    extra: (arm, settings) => ({
      updatesObserved: arm.steps,
      weighings: weighings(arm, arm.rescoreEvery ?? settings.stretch),
    }),
    start: (context) => dynamic(context, { maxRatio: FREE_RATIO }),
  },
  'dynamic-scored': {
    description: 'drawn by the scores of a pass over all training samples once an epoch',
    curriculum: 'dynamicSampled',
    observes: false,
    needsReference: false,
    labels: ({ scorer, favour, maxRatio }) => ({
      scorer,
      favour,
      maxRatio: maxRatio ?? SCORED_RATIO,
    }),
    extra(arm, { batchSize }, size) {
      const times = weighings(arm, arm.rescoreEvery ?? epoch(size, batchSize));
      return { samplesScored: times * size, weighings: times };
    },
    start: (context) => dynamic(context, { maxRatio: SCORED_RATIO, score: context.score }),
  },
  bootstrapped: {
    description: "growing tasks ranked by the finished uniform model's scores",
    curriculum: 'bootstrapped',
    observes: false,
    needsReference: true,
    labels: ({ scorer, order }) => ({
      scorer,
      favour: order === 'random' ? null : order === 'easy-first' ? 'easy' : 'hard',
      maxRatio: null,
    }),
    extra: (_, { steps }, size) => ({ samplesScored: size, referenceSteps: steps }),
    start: (context) => tasks(context, context.difficulty as Float32Array, context.arm.order),
  },
  'random-order': {
    description: 'control: growing tasks in a random order',
    curriculum: 'bootstrapped',
    observes: false,
    needsReference: false,
    labels: () => ({ scorer: 'random', favour: null, maxRatio: null }),
    extra: () => ({}),
    start: (context) => tasks(context, new Float32Array(context.size), 'random'),
  },
  'random-scores': {
    description: 'control: drawn as in dynamic-scored, by scores without meaning',
    curriculum: 'dynamicSampled',
    observes: false,
    needsReference: false,
    labels: ({ maxRatio }) => ({
      scorer: 'random',
      favour: null,
      maxRatio: maxRatio ?? SCORED_RATIO,
    }),
    extra: (arm, { batchSize }, size) => ({
      weighings: weighings(arm, arm.rescoreEvery ?? epoch(size, batchSize)),
    }),
    start(context) {
      const random: Rng = createRng(context.seed).fork('scores');
      const score = (indices: Int32Array) => Float32Array.from(indices, () => random());
      return dynamic(context, { maxRatio: SCORED_RATIO, score });
    },
  },
  'easy-then-hard': {
    description: 'the easy part of a data set that has one, then the rest (Bengio 2009)',
    curriculum: 'switchAt',
    observes: false,
    needsReference: false,
    labels: () => ({ scorer: null, favour: 'easy', maxRatio: null }),
    extra: () => ({}),
    start(context) {
      const { size, arm, easyCount } = context;
      if (easyCount === undefined) {
        throw new UsageError(
          'run: easy-then-hard wants a data set with an easy part: geoshapes-basic-geom',
        );
      }
      return switchAt({
        ...common(context),
        first: Int32Array.from({ length: easyCount }, (_, i) => i),
        second: Int32Array.from({ length: size - easyCount }, (_, i) => easyCount + i),
        switchStep: Math.round(arm.switchShare * arm.steps),
      });
    },
  },
};

function dynamic(
  context: ArmContext,
  own: {
    maxRatio: number;
    score?: (indices: Int32Array) => Float32Array | Promise<Float32Array>;
  },
): ReturnType<typeof dynamicSampled> {
  const { size, settings, arm, onWeigh } = context;
  const { favour, control } = arm;
  const startRatio = arm.maxRatio ?? own.maxRatio;
  const endRatio = arm.endRatio ?? startRatio;
  const options = common(context);
  const { random } = options;
  // Free scores carry each sample's share from stretch to stretch; a scored epoch is planned as a whole.
  const free = own.score === undefined;
  return dynamicSampled({
    ...options,
    size,
    control,
    rescoreEvery: arm.rescoreEvery ?? (free ? settings.stretch : epoch(size, settings.batchSize)),
    ...(free ? {} : { score: own.score }),
    weigh(scores, progress) {
      onWeigh();
      const maxRatio = startRatio * (endRatio / startRatio) ** progress;
      return arm.weighBy === 'ranks'
        ? rankProbabilities(scores, { favour, maxRatio })
        : temper(scores, { favour, maxRatio, winsorize: arm.winsorize }).probabilities;
    },
    draw: free
      ? quotaSampler(size, { random })
      : (probabilities, count) => epochPlan(probabilities, count, { random }),
  });
}

function tasks(
  context: ArmContext,
  difficulty: Float32Array,
  order: ArmSettings['order'],
): Curriculum {
  return bootstrapped({
    ...common(context),
    difficulty,
    tasks: context.arm.tasks,
    order,
    phases: 'equal-updates',
  });
}

/** Updates of one pass over the training part. */
function epoch(size: number, batchSize: number): number {
  return Math.max(1, Math.round(size / batchSize));
}

/** Every stretch but the first, which is uniform, begins with one. */
function weighings({ steps }: ArmSettings, every: number): number {
  return Math.ceil(steps / every) - 1;
}
