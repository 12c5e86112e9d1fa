import { UsageError } from '../usage-error.ts';
import { type ArmName, armNames, arms } from './arms.ts';
import { checkBoolean, checkInteger, checkNumber, checkOneOf } from './check.ts';
import type { Settings } from './settings.ts';

export const FAVOURS = ['easy', 'hard'] as const;
export const ORDERS = ['easy-first', 'hard-first', 'random'] as const;

/**
 * One arm of a comparison, as data: which curriculum, and what it does otherwise than the run's settings say.
 * A run's `--config` file may hold a list of them under `arms`.
 */
export interface ArmOptions {
  /** What its lines of results are called; the curriculum's name by default. Once in a run. */
  name?: string | undefined;
  /** How the batches are made. */
  curriculum: ArmName;
  scorer?: string | undefined;
  favour?: (typeof FAVOURS)[number] | undefined;
  maxRatio?: number | undefined;
  /** dynamic: what the ratio has come to at the end; it changes geometrically. By default it stays. */
  endRatio?: number | undefined;
  rescoreEvery?: number | undefined;
  /** dynamic: weigh samples by the values of their scores (default) or by their ranks. */
  weighBy?: 'values' | 'ranks' | undefined;
  /** dynamic, by values: clip the scores to their 0.01 and 0.99 quantiles first. */
  winsorize?: boolean | undefined;
  /** dynamic: the weights as spread as they would be, and handed to the samples at random. */
  control?: boolean | undefined;
  tasks?: number | undefined;
  order?: (typeof ORDERS)[number] | undefined;
  /** easy-then-hard: the share of the updates, in [0, 1], that is made on the easy part. */
  switchShare?: number | undefined;
  learningRate?: number | undefined;
  /** Of the learning rate over the updates: to 0 in a line (default), or not at all. */
  decay?: 'linear' | 'constant' | undefined;
  /** Updates, if not the run's. */
  steps?: number | undefined;
  /** uniform: as many updates as that arm costs, or the dearest of those, by the run's measured cost. */
  equalTo?: string | readonly string[] | undefined;
}

/** The same with everything filled in. */
export interface ArmSettings {
  name: string;
  curriculum: ArmName;
  scorer: string;
  favour: 'easy' | 'hard';
  /** null: the curriculum's own. */
  maxRatio: number | null;
  endRatio: number | null;
  rescoreEvery: number | null;
  weighBy: 'values' | 'ranks';
  winsorize: boolean;
  control: boolean;
  tasks: number;
  order: 'easy-first' | 'hard-first' | 'random';
  switchShare: number;
  learningRate: number;
  decay: 'linear' | 'constant';
  /** Of an arm with `equalTo` the run's, until its cost is known. */
  steps: number;
  equalTo: string | readonly string[] | null;
}

const KEYS: Record<keyof ArmOptions, true> = {
  name: true,
  curriculum: true,
  scorer: true,
  favour: true,
  maxRatio: true,
  endRatio: true,
  rescoreEvery: true,
  weighBy: true,
  winsorize: true,
  control: true,
  tasks: true,
  order: true,
  switchShare: true,
  learningRate: true,
  decay: true,
  steps: true,
  equalTo: true,
};

/** Checks arms before anything is read or written. */
export function checkArms(given: readonly ArmOptions[]): void {
  if (!Array.isArray(given) || given.length === 0) {
    throw new UsageError('run: arms must be a list of at least one arm');
  }
  const names = given.map(nameOf);
  given.forEach((arm, i) => {
    const at = (key: string) => `arms[${i}].${key}`;
    const unknown = Object.keys(arm).find((key) => !(key in KEYS));
    if (unknown !== undefined) {
      throw new UsageError(
        `run: arms[${i}] has ${unknown}, which is no option; there are ${Object.keys(KEYS).join(', ')}`,
      );
    }
    checkOneOf(at('curriculum'), arm.curriculum, armNames);
    if (!/^\w[\w.+=@-]*$/.test(names[i] as string) || names.indexOf(names[i] as string) !== i) {
      throw new UsageError(
        `run: ${at('name')} must be a word like free-30 that no other arm has, got ${names[i]}`,
      );
    }
    if (names[i] === 'uniform' && arm.curriculum !== 'uniform') {
      throw new UsageError(`run: ${at('name')} uniform is for the uniform curriculum`);
    }
    if (arm.favour !== undefined) checkOneOf(at('favour'), arm.favour, FAVOURS);
    if (arm.order !== undefined) checkOneOf(at('order'), arm.order, ORDERS);
    if (arm.weighBy !== undefined) checkOneOf(at('weighBy'), arm.weighBy, ['values', 'ranks']);
    if (arm.decay !== undefined) checkOneOf(at('decay'), arm.decay, ['linear', 'constant']);
    checkNumber(at('maxRatio'), arm.maxRatio, 'a number >= 1', (value) => value >= 1);
    checkNumber(at('endRatio'), arm.endRatio, 'a number >= 1', (value) => value >= 1);
    checkNumber(at('switchShare'), arm.switchShare, 'in [0, 1]', (x) => x >= 0 && x <= 1);
    checkNumber(at('learningRate'), arm.learningRate, 'a number > 0', (value) => value > 0);
    checkInteger(at('rescoreEvery'), arm.rescoreEvery, 1);
    checkInteger(at('tasks'), arm.tasks, 1);
    checkInteger(at('steps'), arm.steps, 1);
    checkBoolean(at('control'), arm.control);
    checkBoolean(at('winsorize'), arm.winsorize);
    if (arm.winsorize && arm.weighBy === 'ranks') {
      throw new UsageError(`run: ${at('winsorize')} is for weights by values, got weighBy ranks`);
    }
    if (arm.equalTo === undefined) return;
    const wanted = [arm.equalTo].flat();
    const others = wanted.map((name) => given[names.indexOf(name)]);
    const able = others.every((other) => other !== undefined && other.equalTo === undefined);
    if (arm.curriculum !== 'uniform' || others.length === 0 || !able) {
      throw new UsageError(
        `run: ${at('equalTo')} must be another arm's name or several, on an arm of uniform, got ${wanted.join(', ')}`,
      );
    }
  });
}

/** The arms of a run: those given one by one, or those that `curricula` names, uniform always first. */
export function resolveArms(
  settings: Omit<Settings, 'arms'>,
  given: readonly ArmOptions[] | null | undefined,
): ArmSettings[] {
  const some: readonly ArmOptions[] =
    given ?? armNames.filter((name) => settings.curricula.includes(name)).map(plain);
  const all = some.some((arm) => nameOf(arm) === 'uniform') ? some : [plain('uniform'), ...some];
  return [...all]
    .sort((a, b) => Number(nameOf(b) === 'uniform') - Number(nameOf(a) === 'uniform'))
    .map((arm) => ({
      name: nameOf(arm),
      curriculum: arm.curriculum,
      scorer: arm.scorer ?? settings.scorer,
      favour: arm.favour ?? settings.favour,
      maxRatio: arm.maxRatio ?? settings.maxRatio,
      endRatio: arm.endRatio ?? null,
      rescoreEvery: arm.rescoreEvery ?? settings.rescoreEvery,
      weighBy: arm.weighBy ?? 'values',
      winsorize: arm.winsorize ?? false,
      control: arm.control ?? false,
      tasks: arm.tasks ?? settings.tasks,
      order: arm.order ?? settings.order,
      switchShare: arm.switchShare ?? 0,
      learningRate: arm.learningRate ?? settings.learningRate,
      decay: arm.decay ?? 'linear',
      steps: arm.steps ?? settings.steps,
      equalTo: arm.equalTo ?? null,
    }));
}

/** Whether an arm can only be trained once uniform's reference is there. */
export function needsReference(arm: ArmSettings): boolean {
  return arms[arm.curriculum].needsReference;
}

function plain(curriculum: ArmName): ArmOptions {
  return { curriculum };
}

function nameOf(arm: ArmOptions): string {
  return arm.name ?? arm.curriculum;
}
