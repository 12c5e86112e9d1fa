import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { TrainingRecord } from '../results/records.ts';
import type { ArmSettings } from '../training/arm-settings.ts';
import { arms } from '../training/arms.ts';
import { UsageError } from '../usage-error.ts';
import { type Identity, RunFolder } from './run-folder.ts';

/** The parts of a run's configuration that its trainings' numbers depend on. */
type Circumstances = Identity & { arms: readonly ArmSettings[] };

/** Finished trainings of other runs, to be taken over where the same are wanted again. */
export class KnownTrainings {
  readonly #found = new Map<string, (Images & { record: TrainingRecord })[]>();

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
      const found = { ...imagesOf(config), record: { takenFrom: path, ...record } };
      this.#found.set(key, [...(this.#found.get(key) ?? []), found]);
    }
  }

  /** The line of results of a training that another run has made, under the arm's name here. */
  find(here: Circumstances, arm: ArmSettings, seed: number): TrainingRecord | undefined {
    const found = this.#found.get(keyOf(here, arm, seed));
    const known = found?.find((one) => areSame(one, imagesOf(here)))?.record;
    return known && { ...known, arm: arm.name, equalTo: arm.equalTo ?? undefined };
  }
}

/** What a run knows of its images: a hash of those of its first seed, and none where they are stood in for. */
interface Images {
  hash: unknown;
  firstSeed: unknown;
}

function imagesOf({ arguments: { trainSha256, seeds } }: Identity): Images {
  return { hash: trainSha256, firstSeed: (seeds as readonly number[])[0] };
}

/** Those stood in for are taken for the ones of their name. */
function areSame(there: Images, here: Images): boolean {
  return here.hash === undefined ? there.firstSeed === here.firstSeed : there.hash === here.hash;
}

/** All else that decides a training's numbers, as text; not what its arm is called, and which others stand beside it. */
function keyOf(where: Circumstances, arm: ArmSettings, seed: number): string {
  const { curriculum } = arm;
  const reference = arms[curriculum].needsReference
    ? where.arms.find(({ name }) => name === 'uniform')
    : undefined;
  return JSON.stringify([
    entriesOf(where.arguments, ['seeds', 'curricula', 'arms', 'learningRate', 'trainSha256']),
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
