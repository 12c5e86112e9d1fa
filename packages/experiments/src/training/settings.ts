import { optimizers } from '../models/optimizers.ts';
import { UsageError } from '../usage-error.ts';
import {
  type ArmOptions,
  type ArmSettings,
  checkArms,
  FAVOURS,
  ORDERS,
  resolveArms,
} from './arm-settings.ts';
import { armNames } from './arms.ts';
import { checkInteger, checkNumber, checkOneOf } from './check.ts';
import type { DataDefaults } from './data.ts';

/**
 * The default comparison: the curricula that need nothing else, and a control for each way they work. All make equally
 * many updates, so that it repeats to the bit; uniform at equal cost, whose updates follow from measured times, is
 * among the arms of the presets.
 */
const DEFAULT_ARMS: readonly string[] = [
  'uniform',
  'dynamic-free',
  'dynamic-scored',
  'bootstrapped',
  'random-order',
  'random-scores',
];

/** What a run can be asked for, beside its data set and model; everything has a default. */
export interface SettingsOptions {
  /** The paired seeds; 1 to 5 by default. */
  seeds?: readonly number[] | undefined;
  /** Updates of each training. */
  steps?: number | undefined;
  /** The arms to compare; `uniform` is always among them. */
  curricula?: readonly string[] | undefined;
  /** The arms with settings of their own, instead of `curricula`. */
  arms?: readonly ArmOptions[] | undefined;
  /** How samples are scored, by name or by file. */
  scorer?: string | undefined;
  /** Which end the dynamic arms favour. */
  favour?: (typeof FAVOURS)[number] | undefined;
  /** The likeliest sample's probability over the least likely one's, in the dynamic arms. */
  maxRatio?: number | undefined;
  /** Updates between two weighings, in the dynamic arms. */
  rescoreEvery?: number | undefined;
  /** Tasks of the bootstrapped arm. */
  tasks?: number | undefined;
  /** Which task of the bootstrapped arm comes first. */
  order?: (typeof ORDERS)[number] | undefined;
  batchSize?: number | undefined;
  learningRate?: number | undefined;
  optimizer?: string | undefined;
  /** The share of training labels that is changed to a wrong one. */
  labelNoise?: number | undefined;
  /** Images to train on, if not as many as the data set's own. */
  trainCount?: number | undefined;
}

/** The same with every default filled in; plain data, which is what a run's `config.json` keeps. */
export interface Settings {
  seeds: number[];
  /** Updates of a training, in arms that do not say otherwise. */
  steps: number;
  /** The names of the arms, uniform first. */
  curricula: string[];
  /** What they are. */
  arms: ArmSettings[];
  scorer: string;
  favour: 'easy' | 'hard';
  /** null: each dynamic arm's own. */
  maxRatio: number | null;
  /** null: each dynamic arm's own. */
  rescoreEvery: number | null;
  tasks: number;
  order: 'easy-first' | 'hard-first' | 'random';
  batchSize: number;
  learningRate: number;
  optimizer: string;
  labelNoise: number;
  /** null: the data set's own. */
  trainCount: number | null;
  /** Updates between two weighings of free scores on this data set, where `rescoreEvery` is null. */
  stretch: number;
}

/** Checks what is asked for before anything is read or written. */
export function checkSettings(options: SettingsOptions): void {
  const { seeds, curricula, arms } = options;
  if (seeds !== undefined) checkSeeds(seeds);
  if (curricula !== undefined) {
    if (!Array.isArray(curricula) || curricula.length === 0) {
      throw new UsageError('run: curricula must name at least one arm');
    }
    if (arms !== undefined) throw new UsageError('run: give curricula or arms, not both');
    for (const arm of curricula) checkOneOf('curricula', arm, armNames);
  }
  if (arms !== undefined) checkArms(arms);
  checkInteger('steps', options.steps, 1);
  checkInteger('rescoreEvery', options.rescoreEvery, 1);
  checkInteger('tasks', options.tasks, 1);
  checkInteger('batchSize', options.batchSize, 1);
  checkInteger('trainCount', options.trainCount, 1);
  checkNumber('maxRatio', options.maxRatio, 'a number >= 1', (value) => value >= 1);
  checkNumber('learningRate', options.learningRate, 'a number > 0', (value) => value > 0);
  checkNumber('labelNoise', options.labelNoise, 'in [0, 1]', (value) => value >= 0 && value <= 1);
  if (options.favour !== undefined) checkOneOf('favour', options.favour, FAVOURS);
  if (options.order !== undefined) checkOneOf('order', options.order, ORDERS);
  if (options.optimizer !== undefined)
    checkOneOf('optimizer', options.optimizer, Object.keys(optimizers));
}

/** Fills in the defaults, those of the data set among them. */
export function resolveSettings(options: SettingsOptions, data: DataDefaults): Settings {
  const optimizer = options.optimizer ?? 'momentum';
  const asked = options.curricula ?? DEFAULT_ARMS;
  const settings = {
    seeds: [...(options.seeds ?? [1, 2, 3, 4, 5])],
    steps: options.steps ?? data.steps,
    curricula: armNames.filter((name) => name === 'uniform' || asked.includes(name)) as string[],
    scorer: options.scorer ?? 'entropy',
    favour: options.favour ?? 'hard',
    maxRatio: options.maxRatio ?? null,
    rescoreEvery: options.rescoreEvery ?? null,
    tasks: options.tasks ?? 2,
    order: options.order ?? 'easy-first',
    batchSize: options.batchSize ?? data.batchSize,
    learningRate: options.learningRate ?? (optimizer === 'adam' ? 0.001 : data.learningRate),
    optimizer,
    labelNoise: options.labelNoise ?? 0,
    trainCount: options.trainCount ?? null,
    stretch: data.stretch,
  };
  const arms = resolveArms(settings, options.arms);
  return { ...settings, curricula: arms.map((arm) => arm.name), arms };
}

function checkSeeds(seeds: readonly number[]): void {
  if (!Array.isArray(seeds) || seeds.length === 0) {
    throw new UsageError('run: seeds must name at least one seed');
  }
  const bad = seeds.find((seed, i) => !Number.isSafeInteger(seed) || seeds.indexOf(seed) !== i);
  if (bad !== undefined) {
    throw new UsageError(
      `run: seeds must be different integers, got ${bad} in [${seeds.join(', ')}]`,
    );
  }
}
