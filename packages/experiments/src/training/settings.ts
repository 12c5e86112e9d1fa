import { optimizers } from '../models/optimizers.ts';
import { UsageError } from '../usage-error.ts';
import { type ArmName, armNames } from './arms.ts';
import type { DataDefaults } from './data.ts';

const FAVOURS = ['easy', 'hard'] as const;
const ORDERS = ['easy-first', 'hard-first', 'random'] as const;

/** What a run can be asked for, beside its data set and model; everything has a default. */
export interface SettingsOptions {
  /** The paired seeds; 1 to 5 by default. */
  seeds?: readonly number[] | undefined;
  /** Updates of each training. */
  steps?: number | undefined;
  /** The arms to compare; `uniform` is always among them. */
  curricula?: readonly string[] | undefined;
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
}

/** The same with every default filled in; plain data, which is what a run's `config.json` keeps. */
export interface Settings {
  seeds: number[];
  steps: number;
  curricula: ArmName[];
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
  /** Updates between two weighings of free scores on this data set, where `rescoreEvery` is null. */
  stretch: number;
}

/** Checks what is asked for before anything is read or written. */
export function checkSettings(options: SettingsOptions): void {
  const { seeds, curricula } = options;
  if (seeds !== undefined) checkSeeds(seeds);
  if (curricula !== undefined) {
    if (!Array.isArray(curricula) || curricula.length === 0) {
      throw new UsageError('run: curricula must name at least one arm');
    }
    for (const arm of curricula) oneOf('curricula', arm, armNames);
  }
  integer('steps', options.steps, 1);
  integer('rescoreEvery', options.rescoreEvery, 1);
  integer('tasks', options.tasks, 1);
  integer('batchSize', options.batchSize, 1);
  number('maxRatio', options.maxRatio, 'a number >= 1', (value) => value >= 1);
  number('learningRate', options.learningRate, 'a number > 0', (value) => value > 0);
  number('labelNoise', options.labelNoise, 'in [0, 1]', (value) => value >= 0 && value <= 1);
  if (options.favour !== undefined) oneOf('favour', options.favour, FAVOURS);
  if (options.order !== undefined) oneOf('order', options.order, ORDERS);
  if (options.optimizer !== undefined)
    oneOf('optimizer', options.optimizer, Object.keys(optimizers));
}

/** Fills in the defaults, those of the data set among them. */
export function resolveSettings(options: SettingsOptions, data: DataDefaults): Settings {
  const optimizer = options.optimizer ?? 'momentum';
  const asked = options.curricula ?? ['uniform', 'dynamic-free', 'dynamic-scored', 'bootstrapped'];
  return {
    seeds: [...(options.seeds ?? [1, 2, 3, 4, 5])],
    steps: options.steps ?? data.steps,
    curricula: armNames.filter((name) => name === 'uniform' || asked.includes(name)),
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
    stretch: data.stretch,
  };
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

function oneOf(name: string, value: unknown, all: readonly string[]): void {
  if (all.includes(value as string)) return;
  throw new UsageError(`run: ${name} must be one of ${all.join(', ')}, got ${value}`);
}

function integer(name: string, value: number | undefined, least: number): void {
  number(name, value, `an integer >= ${least}`, (n) => Number.isSafeInteger(n) && n >= least);
}

function number(
  name: string,
  value: number | undefined,
  rule: string,
  holds: (value: number) => boolean,
): void {
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value) && holds(value)))
    return;
  throw new UsageError(`run: ${name} must be ${rule}, got ${value}`);
}
