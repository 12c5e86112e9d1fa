import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { galleryFiles } from '../report/gallery.ts';
import { type ArmName, armNames } from '../training/arms.ts';
import { startBackend } from '../training/start-backend.ts';
import { runTraining } from '../training/training.ts';
import { needsReference } from '../training/unit.ts';
import { UsageError } from '../usage-error.ts';
import { readRun } from './read-run.ts';
import { namedSettingsOf, sessionOf } from './run-settings.ts';
import { writeWhole } from './write-whole.ts';

export interface InspectOptions {
  /** Which of the run's trainings to repeat. */
  arm: string;
  seed?: number | undefined;
  /** Galleries after the one before the first update. */
  points: number;
  dataDir?: string | undefined;
}

/**
 * Repeats a training of a run and makes galleries of its hardest and easiest images, by the run's scorer, before the
 * first update and at equal distances after it. They go into `inspect/<arm>-seed-<n>/` in the run's folder.
 *
 * @returns The files written.
 */
export async function inspect(path: string, options: InspectOptions): Promise<string[]> {
  const folder = await readRun(path);
  const settings = namedSettingsOf(folder);
  const seed = options.seed ?? (settings.seeds[0] as number);
  const arm = options.arm as ArmName;
  if (!armNames.includes(arm)) {
    throw new UsageError(`inspect: arm must be one of ${armNames.join(', ')}, got ${arm}`);
  }
  const session = await sessionOf(folder, options.dataDir);
  await startBackend(folder.config?.backend ?? 'auto');
  const difficulty = needsReference(arm) ? (await folder.readReference(seed)).scores : undefined;
  const out = join(path, 'inspect', `${arm}-seed-${seed}`);
  await mkdir(out, { recursive: true });

  const { train } = session.data(seed);
  const all = Int32Array.from({ length: train.count }, (_, i) => i);
  const every = Math.max(1, Math.floor(settings.steps / options.points));
  const files: string[] = [];
  const { model } = await runTraining(
    session,
    { arm, seed, difficulty },
    {
      async onModel(current, step) {
        if (step % every !== 0 && step !== settings.steps) return;
        const source = {
          title: `${settings.scorer} after ${step} updates, ${arm}, seed ${seed}`,
          dataset: train,
          scores: await session.scorePass(current, seed, all),
          predictions: await session.predictions(current, seed),
        };
        const prefix = `step-${String(step).padStart(String(settings.steps).length, '0')}`;
        for (const { name, data } of galleryFiles(source)) {
          const file = join(out, `${prefix}-${name}`);
          await writeWhole(file, data);
          files.push(file);
        }
      },
    },
  );
  model.dispose();
  return files;
}
