import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { historyOf, lookSteps } from '../inspection/history.ts';
import { inspectedScorers } from '../inspection/inspected-scorers.ts';
import { type Look, lookAt } from '../inspection/look.ts';
import { needsReference } from '../training/arm-settings.ts';
import { startBackend } from '../training/start-backend.ts';
import { runTraining } from '../training/training.ts';
import { referenceScores } from '../training/unit.ts';
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
  /** Where to write; `inspect/<arm>-seed-<n>/` in the run's folder by default. */
  out?: string | undefined;
  dataDir?: string | undefined;
}

/** Looks after the first update: enough for a data map, of which the paper makes one an epoch. */
const LOOKS = 20;

/**
 * Repeats a training of a run and looks at what is hard in it: before the first update and at equal distances after
 * it, every scorer scores the training part. What comes of it is told by `inspectionFiles`.
 *
 * @returns The files written.
 */
export async function inspect(path: string, options: InspectOptions): Promise<string[]> {
  if (!(options.points >= 1)) {
    throw new UsageError(`inspect: points must be at least 1, got ${options.points}`);
  }
  const folder = await readRun(path);
  const settings = namedSettingsOf(folder);
  const seed = options.seed ?? (settings.seeds[0] as number);
  const { arm } = options;
  const session = await sessionOf(folder, options.dataDir);
  const own = session.arm(arm);
  await startBackend(folder.config?.backend ?? 'auto');
  const difficulty = needsReference(own)
    ? referenceScores(await folder.readReference(seed), own.scorer)
    : undefined;

  const gallerySteps = lookSteps(own.steps, options.points);
  const steps = new Set([...gallerySteps, ...lookSteps(own.steps, LOOKS)]);
  const looks: Look[] = [];
  const { model } = await runTraining(
    session,
    { arm, seed, difficulty },
    {
      async onModel(current, step) {
        if (!steps.has(step)) return;
        const scorers = inspectedScorers(session.scorer, current).filter(
          // Several passes take several times as long: for the galleries only.
          ({ accumulator }) => accumulator === undefined || gallerySteps.includes(step),
        );
        looks.push(await lookAt(session, seed, current, { step, scorers }));
      },
    },
  );
  model.dispose();
  const last = looks.at(-1) as Look;
  const history = historyOf({
    title: `${settings.dataset}, ${settings.model}, ${arm}, seed ${seed}`,
    dataset: session.data(seed).train,
    scorers: Object.keys(last.scores),
    looks,
    gallerySteps,
  });

  const out = options.out ?? join(path, 'inspect', `${arm}-seed-${seed}`);
  await mkdir(out, { recursive: true });
  // Its libraries take a moment to load: not for every command.
  const { inspectionFiles } = await import('../inspection/inspection-files.ts');
  const command = `gradus inspect ${path} --arm ${arm} --seed ${seed} --points ${options.points}`;
  const files: string[] = [];
  for (const { name, data } of inspectionFiles(history, command)) {
    const file = join(out, name);
    await writeWhole(file, data);
    files.push(file);
  }
  return files;
}
