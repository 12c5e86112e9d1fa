import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { TrainingRecord } from '../results/records.ts';
import type { ArmSettings } from '../training/arm-settings.ts';
import { arms } from '../training/arms.ts';
import { UsageError } from '../usage-error.ts';
import { type RunConfig, RunFolder } from './run-folder.ts';

/** The parts of a run's configuration that its trainings' numbers depend on. */
type Circumstances = Pick<RunConfig, 'arguments' | 'versions' | 'backend'> & {
  arms: readonly ArmSettings[];
};

/** Finished trainings of other runs, to be taken over where the same are wanted again. */
export class KnownTrainings {
  readonly #found = new Map<string, TrainingRecord>();

  /**
   * Reads every run below a folder, one's own left out.
   *
   * @throws UsageError if there is no such folder.
   */
  static async read(path: string, own: string): Promise<KnownTrainings> {
    const files = await readdir(path, { recursive: true }).catch(() => {
      throw new UsageError(`run: reuse must be a folder with runs in it, got ${path}`);
    });
    const known = new KnownTrainings();
    const configs = files.filter((file) => /(^|[\\/])config\.json$/.test(file)).sort();
    for (const config of configs) {
      const folder = join(path, dirname(config));
      if (resolve(folder) !== resolve(own)) known.#add(await RunFolder.read(folder));
    }
    return known;
  }

  #add({ path, config, records }: RunFolder): void {
    if (!config?.arms) return; // of before arms had settings of their own
    for (const record of records) {
      const arm = config.arms.find(({ name }) => name === record.arm);
      if (arm === undefined) continue;
      const key = keyOf({ ...config, arms: config.arms }, arm, record.seed);
      if (!this.#found.has(key)) this.#found.set(key, { takenFrom: path, ...record });
    }
  }

  /** The line of results of a training that another run has made, under the arm's name here. */
  find(here: Circumstances, arm: ArmSettings, seed: number): TrainingRecord | undefined {
    const known = this.#found.get(keyOf(here, arm, seed));
    return known && { ...known, arm: arm.name, equalTo: arm.equalTo ?? undefined };
  }
}

/**
 * All that decides a training's numbers, as text. What its arm is called does not, nor which others and which seeds
 * stand beside it; but of the images the run knows a hash for its first seed alone, so that must be the same.
 */
function keyOf(where: Circumstances, arm: ArmSettings, seed: number): string {
  const { curriculum } = arm;
  const reference = arms[curriculum].needsReference
    ? where.arms.find(({ name }) => name === 'uniform')
    : undefined;
  return JSON.stringify([
    entriesOf(where.arguments, ['seeds', 'curricula', 'arms', 'learningRate']),
    entriesOf(where.versions),
    where.backend,
    ...[arm, reference].map((one) => one && ownOf(one)),
    seed,
  ]);
}

/** An arm's settings, with the ratio that is its curriculum's own where it says none. */
function ownOf(arm: ArmSettings): [string, unknown][] {
  return entriesOf({ ...arm, ...arms[arm.curriculum].labels(arm) }, ['name', 'equalTo']);
}

/** In one order, and without null and false: an option that is off is one that older runs did not have. */
function entriesOf(values: object, but: readonly string[] = []): [string, unknown][] {
  return Object.entries(values)
    .filter(([key, value]) => value !== false && value != null && !but.includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
