import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '@gradus/datasets';
import { versions } from '../running/provenance.ts';
import { readRun } from '../running/read-run.ts';
import { namedSettingsOf, sessionOf } from '../running/run-settings.ts';
import { writeWhole } from '../running/write-whole.ts';
import { needsReference } from '../training/arm-settings.ts';
import { startBackend } from '../training/start-backend.ts';
import { referenceScores } from '../training/unit.ts';
import { UsageError } from '../usage-error.ts';
import { recordTraining } from './record-training.ts';
import { bytesOf, npyHeader, toNpy } from './to-npy.ts';

export interface ExportOptions {
  /** Which of the run's trainings. */
  arm: string;
  seed?: number | undefined;
  out: string;
  dataDir?: string | undefined;
}

/** tfjs's optimisers of which another library's are the same, and their momentum. */
const MOMENTUM: Record<string, number> = { momentum: 0.9, sgd: 0 };

/**
 * Makes a training of a run again and writes what another library needs to make it, too: `settings.json`, and as
 * `.npy` the data, the samples and the learning rate of each update; and what tfjs made of it: the loss of each
 * update, the test error and, before each update and after the last, all weights in tfjs's order and layouts, which
 * takes 4 bytes times updates times weights.
 *
 * @returns The files written.
 */
export async function exportReplication(path: string, options: ExportOptions): Promise<string[]> {
  const folder = await readRun(path);
  const settings = namedSettingsOf(folder);
  const seed = options.seed ?? (settings.seeds[0] as number);
  const momentum = MOMENTUM[settings.optimizer];
  if (momentum === undefined) {
    throw new UsageError(
      `export-replication: optimizer must be one of ${Object.keys(MOMENTUM).join(', ')}, got ${settings.optimizer}`,
    );
  }
  const session = await sessionOf(folder, options.dataDir);
  const arm = session.arm(options.arm);
  const backend = await startBackend(folder.config?.backend ?? 'auto');
  const difficulty = needsReference(arm)
    ? referenceScores(await folder.readReference(seed), arm.scorer)
    : undefined;
  await mkdir(options.out, { recursive: true });
  const trajectory = new Trajectory(join(options.out, 'trajectory.npy'), arm.steps + 1);
  const made = await recordTraining(session, { arm: arm.name, seed, difficulty }, (weights) =>
    trajectory.add(weights),
  ).finally(() => trajectory.close());
  const { train, test, standardise } = session.data(seed);
  const { batchSize } = settings;
  const { layers, record } = made;
  const about = {
    dataset: settings.dataset,
    model: settings.model,
    arm: arm.name,
    seed,
    steps: arm.steps,
    batchSize,
    momentum,
    standardise,
    layers,
    shapes: made.shapes,
    testError: record.testError,
    versions: versions(),
    backend: backend.name,
  };
  const files: [name: string, data: string | Uint8Array][] = [
    ['settings.json', `${JSON.stringify(about, null, 2)}\n`],
    ['batches.npy', toNpy(made.batches, [arm.steps, batchSize])],
    ['learning-rates.npy', toNpy(made.learningRates, [arm.steps])],
    ['losses.npy', toNpy(made.losses, [arm.steps])],
    ...arrays('train', train),
    ...arrays('test', test),
  ];
  const written = await Promise.all(
    files.map(async ([name, data]) => {
      const file = join(options.out, name);
      await writeWhole(file, data);
      return file;
    }),
  );
  return [...written, trajectory.path];
}

/** The weights of every moment of a training as one `.npy` file `[moments, weights]`, written as they come. */
class Trajectory {
  readonly path: string;
  readonly #moments: number;
  #file: FileHandle | undefined;

  constructor(path: string, moments: number) {
    this.path = path;
    this.#moments = moments;
  }

  async add(weights: Float32Array): Promise<void> {
    if (this.#file === undefined) {
      this.#file = await open(this.path, 'w');
      await this.#file.writeFile(npyHeader('<f4', [this.#moments, weights.length]));
    }
    await this.#file.writeFile(bytesOf(weights));
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

function arrays(part: string, { inputs, labels, count, shape }: Dataset): [string, Uint8Array][] {
  return [
    [`${part}-inputs.npy`, toNpy(inputs, [count, ...shape])],
    [`${part}-labels.npy`, toNpy(Int32Array.from(labels), [count])],
  ];
}
