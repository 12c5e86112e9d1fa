import type { Cost } from '../results/cost.ts';
import { expectedMs, measureCost, withEqualSteps } from '../training/cost.ts';
import type { Session } from '../training/session.ts';
import { prepare } from './prepare.ts';
import type { RunOptions } from './run.ts';
import { RunFolder } from './run-folder.ts';

/** What a run will come to. */
export interface Estimate {
  trainings: number;
  /** Those that its folder has already. */
  finished: number;
  /** Of all trainings. */
  updates: number;
  /** Processor time of what is left, from measured steps; with two jobs half of it passes. */
  cpuMs: number;
}

/** Says what a run will come to, from the cost in its folder or one measured now; with `standIn` without reading images. */
export async function estimate(
  options: RunOptions & { out: string },
  how: { standIn?: boolean } = {},
): Promise<Estimate> {
  const { session } = await prepare(options, how);
  const folder = await RunFolder.read(options.out);
  return estimateOf(session, folder, folder.config?.cost ?? (await measureCost(session)));
}

/** The same of what is open. */
export function estimateOf(
  session: Session,
  { records }: Pick<RunFolder, 'records'>,
  cost: Cost,
): Estimate {
  const { seeds } = session.settings;
  const arms = withEqualSteps(session, cost);
  const missing = (arm: string) =>
    seeds.filter((seed) => !records.some((one) => one.seed === seed && one.arm === arm)).length;
  const sum = (value: (arm: (typeof arms)[number]) => number) =>
    arms.reduce((total, arm) => total + value(arm), 0);
  const trainings = seeds.length * arms.length;
  return {
    trainings,
    finished: trainings - sum((arm) => missing(arm.name)),
    updates: sum((arm) => seeds.length * arm.steps),
    cpuMs: sum((arm) => missing(arm.name) * expectedMs(arm, session, cost)),
  };
}
