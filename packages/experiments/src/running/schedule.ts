import type { TrainingRecord } from '../results/records.ts';
import { type ArmSettings, needsReference } from '../training/arm-settings.ts';
import type { Settings } from '../training/settings.ts';
import { referenceScores, type UnitResult } from '../training/unit.ts';
import type { RunEvent } from './events.ts';
import type { Executor } from './executor.ts';
import type { Task } from './missing.ts';
import type { RunFolder } from './run-folder.ts';

export interface ScheduleOptions {
  settings: Settings;
  folder: RunFolder;
  executor: Executor;
  /** What the folder lacks. */
  tasks: readonly Task[];
  tell: (event: RunEvent) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Makes every training of a run that its folder does not hold yet, as many at once as the executor can, or takes it
 * over from where it is known, and adds each to the folder when it is finished. Uniform comes first on each seed: the
 * others are compared with it.
 */
export async function trainAll({
  settings,
  folder,
  executor,
  tasks,
  tell,
  signal,
}: ScheduleOptions): Promise<void> {
  const { seeds, curricula, arms } = settings;
  const total = seeds.length * curricula.length;
  const armOf = (name: string) => arms.find((arm) => arm.name === name) as ArmSettings;
  const stepsOf = (name: string) => armOf(name).steps;
  const stepsInAll = seeds.length * arms.reduce((sum, arm) => sum + arm.steps, 0);
  const madeIn = (some: readonly { arm: string }[]) =>
    some.reduce((sum, { arm }) => sum + stepsOf(arm), 0);
  let madeBefore = madeIn(folder.records);
  const started = performance.now();
  const running = new Map<Task, number>();
  const pending = [...tasks];
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;

  const onStep = (task: Task) => (step: number) => {
    running.set(task, step);
    const partly = [...running.values()].reduce((sum, each) => sum + each, 0);
    const done = Math.min(stepsInAll, madeIn(folder.records) + partly);
    const made = done - madeBefore;
    tell({
      type: 'step',
      running: [...running].map(([{ arm, seed }, at]) => ({
        arm,
        seed,
        step: at,
        steps: stepsOf(arm),
      })),
      fraction: done / stepsInAll,
      remainingMs: made < 20 ? null : ((performance.now() - started) / made) * (stepsInAll - done),
    });
  };

  const finish = async (task: Task, { record, reference }: UnitResult) => {
    // The reference goes first: a line of results means that what hangs on it is there, too.
    if (reference !== undefined) await folder.saveReference(task.seed, reference);
    if (folder.find(task.seed, task.arm) !== undefined) return;
    const uniform = folder.find(task.seed, 'uniform') ?? record;
    await folder.add({ ...record, stepsToUniform: firstAtMost(record, uniform.validationError) });
    tell({ type: 'finished', record, done: folder.records.length, total });
  };

  const make = async (task: Task) => {
    running.set(task, 0);
    try {
      const arm = armOf(task.arm);
      if (task.known !== undefined) {
        madeBefore += arm.steps;
        running.delete(task);
        await finish(task, { record: task.known });
        return;
      }
      const difficulty = needsReference(arm)
        ? referenceScores(await folder.readReference(task.seed), arm.scorer)
        : undefined;
      const { known: _, ...asked } = task;
      const unit = { ...asked, difficulty };
      const result = await executor.run(unit, onStep(task), stop);
      running.delete(task);
      await finish(task, result);
    } catch (error) {
      failed.abort(error);
      throw error;
    } finally {
      running.delete(task);
    }
  };

  const under = new Set<Promise<void>>();
  try {
    while (pending.length > 0 || under.size > 0) {
      stop.throwIfAborted();
      const next = pending.findIndex((task) => isReady(task, pending, running));
      if (next >= 0 && under.size < executor.slots) {
        const [task] = pending.splice(next, 1) as [Task];
        const made: Promise<void> = make(task).finally(() => under.delete(made));
        made.catch(() => {}); // seen below, or by the abort
        under.add(made);
      } else {
        await Promise.race(under);
      }
    }
  } finally {
    failed.abort(new Error('the run ended'));
    await Promise.allSettled(under);
  }
}

function isReady(
  task: Task,
  pending: readonly Task[],
  running: ReadonlyMap<Task, number>,
): boolean {
  if (task.arm === 'uniform') return true;
  const isItsUniform = ({ seed, arm }: Task) => seed === task.seed && arm === 'uniform';
  return !pending.some(isItsUniform) && ![...running.keys()].some(isItsUniform);
}

/** The first evaluated step whose validation error is at most the target. */
function firstAtMost({ curve }: TrainingRecord, target: number): number | null {
  return curve.find(([, error]) => error <= target)?.[0] ?? null;
}
