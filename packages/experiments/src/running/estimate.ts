import type { Cost } from '../results/cost.ts';
import type { ArmSettings } from '../training/arm-settings.ts';
import { expectedMs, measureCost, ROUGH, withEqualSteps } from '../training/cost.ts';
import type { Session } from '../training/session.ts';
import { identityOf } from './identity.ts';
import { KnownTrainings } from './known-trainings.ts';
import { type FindKnown, missing, type Task } from './missing.ts';
import { prepare } from './prepare.ts';
import type { RunOptions } from './run.ts';
import { RunFolder } from './run-folder.ts';

/** What a run will come to. */
export interface Estimate {
  trainings: number;
  /** Those that its folder has already. */
  finished: number;
  /** Those that are taken over from other runs. */
  takenOver: number;
  /** Of all trainings. */
  updates: number;
  /** Processor time of what is left, from measured steps; with two jobs half of it passes. */
  cpuMs: number;
}

/** Says what a run will come to, from the cost in its folder or one measured now, roughly; with `standIn` without reading images. */
export async function estimate(
  options: RunOptions & { out: string },
  how: { standIn?: boolean } = {},
): Promise<Estimate> {
  const prepared = await prepare(options, how);
  const { session } = prepared;
  const folder = await RunFolder.read(options.out);
  const cost = folder.config?.cost ?? (await measureCost(session, ROUGH));
  const arms = withEqualSteps(session, cost);
  const { reuse, out } = options;
  let findKnown: FindKnown | undefined;
  if (reuse !== undefined) {
    const known = await KnownTrainings.read(reuse, out);
    const here = { ...(await identityOf(prepared, options)), arms };
    findKnown = (arm, seed) => known.find(here, arm, seed);
  }
  const tasks = missing({ seeds: session.settings.seeds, arms }, folder, findKnown);
  return estimateOf(session, arms, folder, tasks, cost);
}

/** The same of what is open. */
export function estimateOf(
  session: Session,
  arms: readonly ArmSettings[],
  folder: RunFolder,
  tasks: readonly Task[],
  cost: Cost,
): Estimate {
  const { seeds } = session.settings;
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const ms = new Map(arms.map((arm) => [arm.name, expectedMs(arm, session, cost)]));
  return {
    trainings: seeds.length * arms.length,
    finished: sum(arms.map(({ name }) => seeds.filter((seed) => folder.find(seed, name)).length)),
    takenOver: tasks.filter(({ known }) => known !== undefined).length,
    updates: seeds.length * sum(arms.map(({ steps }) => steps)),
    cpuMs: sum(tasks.map(({ arm, known }) => (known ? 0 : (ms.get(arm) as number)))),
  };
}
