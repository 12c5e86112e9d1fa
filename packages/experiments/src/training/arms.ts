import { bootstrapped, type Curriculum, dynamicSampled, uniform } from '@gradus/curricula';
import { createRng, epochPlan, quotaSampler, type Rng } from '@gradus/samplers';
import { temper } from '@gradus/temperature';
import type { Settings } from './settings.ts';

/** What an arm's curriculum is made from, for one seed. */
export interface ArmContext {
  /** Samples to train on. */
  size: number;
  settings: Settings;
  seed: number;
  /** Scores samples with the model in training, one pass over them. */
  score: (indices: Int32Array) => Promise<Float32Array>;
  /** The finished uniform model's scores of the training part; only arms with `needsReference` have it. */
  difficulty?: Float32Array | undefined;
}

/** One arm of a comparison: a way to order the samples. */
export interface Arm {
  description: string;
  curriculum: string;
  /** Wants the scores of the outputs that training computes anyway. */
  observes: boolean;
  /** Ranks samples by the finished uniform model. */
  needsReference: boolean;
  /** What it does with the settings, for its line of results. */
  labels(settings: Settings): {
    scorer: string | null;
    favour: 'easy' | 'hard' | null;
    maxRatio: number | null;
  };
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
] as const;

export type ArmName = (typeof armNames)[number];

type Observe = ReturnType<typeof dynamicSampled>['observe'];

const FREE_RATIO = 30;
const SCORED_RATIO = 10;

const common = ({ settings, seed }: ArmContext) => ({
  batchSize: settings.batchSize,
  steps: settings.steps,
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
    start: (context) => tasks(context, context.difficulty as Float32Array, context.settings.order),
  },
  'random-order': {
    description: 'control: growing tasks in a random order',
    curriculum: 'bootstrapped',
    observes: false,
    needsReference: false,
    labels: () => ({ scorer: 'random', favour: null, maxRatio: null }),
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
    start(context) {
      const random: Rng = createRng(context.seed).fork('scores');
      const score = (indices: Int32Array) => Float32Array.from(indices, () => random());
      return dynamic(context, { maxRatio: SCORED_RATIO, score });
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
  const { size, settings } = context;
  const { favour, batchSize } = settings;
  const maxRatio = settings.maxRatio ?? own.maxRatio;
  const options = common(context);
  const { random } = options;
  // Free scores carry each sample's share from stretch to stretch; a scored epoch is planned as a whole.
  const free = own.score === undefined;
  const epoch = Math.max(1, Math.round(size / batchSize));
  return dynamicSampled({
    ...options,
    size,
    rescoreEvery: settings.rescoreEvery ?? (free ? settings.stretch : epoch),
    ...(free ? {} : { score: own.score }),
    weigh: (scores) => temper(scores, { favour, maxRatio }).probabilities,
    draw: free
      ? quotaSampler(size, { random })
      : (probabilities, count) => epochPlan(probabilities, count, { random }),
  });
}

function tasks(
  context: ArmContext,
  difficulty: Float32Array,
  order: Settings['order'],
): Curriculum {
  return bootstrapped({
    ...common(context),
    difficulty,
    tasks: context.settings.tasks,
    order,
    phases: 'equal-updates',
  });
}
