import { type BackendName, useBackend } from '@gradus/backends';
import { installWasmTraining } from '@gradus/wasm-training';
import { env } from '@tensorflow/tfjs-core';
import { type Arm, defaultArms } from './arms.ts';
import { measureCost } from './cost.ts';
import { type DataPreset, dataPresets, type ExperimentData } from './data.ts';
import type { RunEvent } from './events.ts';
import { type ModelPreset, modelPresets } from './models/presets.ts';
import { commit, versions } from './provenance.ts';
import type { Summary, TrainingRecord } from './records.ts';
import { type RunConfig, RunFolder } from './run-folder.ts';
import { type Cost, summarize } from './summarize.ts';
import { runTraining, scoreWith } from './training.ts';

/** What a run can be asked for; everything has a default. */
export interface RunOptions {
  /** The name of a data set, or one of your own. */
  dataset?: string | DataPreset | undefined;
  /** The name of a net, or one of your own. */
  model?: string | ModelPreset | undefined;
  /** The paired seeds; 1 to 5 by default. */
  seeds?: readonly number[] | undefined;
  /** Updates of each training; the data set's own number by default. */
  steps?: number | undefined;
  backend?: BackendName | 'auto' | undefined;
  /** The run folder; `runs/quick` for the default data set, `runs/<dataset>` for others. */
  out?: string | undefined;
  /** Where the files of MNIST or Fashion-MNIST are. */
  dataDir?: string | undefined;
  signal?: AbortSignal | undefined;
  onEvent?: ((event: RunEvent) => void) | undefined;
}

/**
 * Trains every arm of the default comparison on every seed, with equal updates, and compares test errors.
 *
 * Within a seed all arms see the same training part and start from the same weights. Finished trainings are
 * appended to `results.jsonl` one by one: a run that was stopped goes on where it stood when it is asked for
 * again with the same arguments, and a finished one is only summed up again.
 *
 * @returns The summary that is also written to `summary.json`.
 * @throws RangeError for a data set, model, seed or number of steps that cannot be; Error where the folder
 * holds a run made by other arguments or versions; the signal's reason when it is aborted.
 */
export async function run(options: RunOptions = {}): Promise<Summary> {
  const preset = named(dataPresets, 'dataset', options.dataset ?? 'geoshapes');
  const modelPreset = named(modelPresets, 'model', options.model ?? 'conv');
  const seeds = checkSeeds(options.seeds ?? [1, 2, 3, 4, 5]);
  const steps = checkSteps(options.steps ?? preset.steps);
  const tell = options.onEvent ?? (() => {});

  env().set('PROD', true); // or tfjs's cpu backend advises to install another one
  const folder = await RunFolder.open(options.out ?? defaultFolder(preset));
  const backend = await useBackend(options.backend ?? 'auto');
  const uninstall = backend.name === 'wasm' ? installWasmTraining() : () => {};
  try {
    const openSeed = await preset.open(options.dataDir);
    const wanted = {
      arguments: { dataset: preset.name, model: modelPreset.name, seeds: [...seeds], steps },
      versions: versions(),
      backend: backend.name,
    };
    folder.refuseOther(wanted);
    const config: RunConfig = folder.config ?? {
      ...wanted,
      device: backend.device,
      commit: await commit(),
      seeds: [...seeds],
      settings: { data: { ...preset }, arms: defaultArms },
      cost: await measureCost(openSeed(seeds[0] as number), preset, modelPreset),
      started: new Date().toISOString(),
    };
    if (folder.config === null) await folder.begin(config);
    tell({
      type: 'start',
      folder: folder.path,
      dataset: preset.name,
      model: modelPreset.name,
      backend: backend.name,
      device: backend.device,
      arms: defaultArms.map((arm) => arm.name),
      seeds: [...seeds],
      steps,
      total: seeds.length * defaultArms.length,
      finished: folder.records.length,
    });
    await trainAll({
      preset,
      modelPreset,
      seeds,
      steps,
      folder,
      openSeed,
      tell,
      signal: options.signal,
    });
    return await conclude(folder, config.cost, tell);
  } finally {
    uninstall();
  }
}

interface Plan {
  preset: DataPreset;
  modelPreset: ModelPreset;
  seeds: readonly number[];
  steps: number;
  folder: RunFolder;
  openSeed: (seed: number) => ExperimentData;
  tell: (event: RunEvent) => void;
  signal: AbortSignal | undefined;
}

async function trainAll(plan: Plan): Promise<void> {
  const { folder, seeds, steps, tell, signal } = plan;
  const total = seeds.length * defaultArms.length;
  const finishedBefore = folder.records.length;
  const started = performance.now();
  const onStep = (arm: Arm, seed: number) => (step: number) => {
    const done = folder.records.length + step / steps;
    const made = done - finishedBefore;
    const remainingMs = made < 0.1 ? null : ((performance.now() - started) / made) * (total - done);
    tell({ type: 'step', arm: arm.name, seed, step, steps, fraction: done / total, remainingMs });
  };
  for (const seed of seeds) {
    signal?.throwIfAborted();
    await trainSeed(plan, seed, (arm) => onStep(arm, seed));
  }
}

/** Trains the arms of one seed that are not finished yet. */
async function trainSeed(
  plan: Plan,
  seed: number,
  onStepOf: (arm: Arm) => (step: number) => void,
): Promise<void> {
  const { folder, openSeed, tell, signal } = plan;
  const recordOf = (arm: Arm): TrainingRecord | undefined =>
    folder.records.find((record) => record.seed === seed && record.arm === arm.name);
  const missing = defaultArms.filter((arm) => recordOf(arm) === undefined);
  if (missing.length === 0) return;

  const data = openSeed(seed);
  const common = { ...plan, seed, data };
  const keepRecord = async (record: TrainingRecord) => {
    await folder.add(record);
    const total = plan.seeds.length * defaultArms.length;
    tell({ type: 'finished', record, done: folder.records.length, total });
  };

  const [uniform, ...others] = defaultArms as [Arm, ...Arm[]];
  let uniformRecord = recordOf(uniform);
  let difficulty: Float32Array | undefined;
  const wantReference = missing.some((arm) => arm.needsReference);
  // A run continued in the middle of a seed trains the reference again: it is the same to the bit.
  if (uniformRecord === undefined || wantReference) {
    const { record, model } = await runTraining({
      ...common,
      arm: uniform,
      onStep: onStepOf(uniform),
    });
    try {
      if (wantReference) {
        const all = Int32Array.from({ length: data.train.count }, (_, i) => i);
        difficulty = await scoreWith(model, data, all, signal);
      }
    } finally {
      model.dispose();
    }
    if (uniformRecord === undefined) await keepRecord(record);
    uniformRecord ??= record;
  }
  for (const arm of others.filter((other) => missing.includes(other))) {
    const { record, model } = await runTraining({
      ...common,
      arm,
      uniformError: uniformRecord.validationError,
      difficulty: arm.needsReference ? difficulty : undefined,
      onStep: onStepOf(arm),
    });
    model.dispose();
    await keepRecord(record);
  }
}

async function conclude(folder: RunFolder, cost: Cost, tell: Plan['tell']): Promise<Summary> {
  const summary = summarize(folder.records, cost);
  await folder.finish(summary);
  tell({ type: 'end', folder: folder.path, summary });
  return summary;
}

function named<T extends { name: string }>(all: readonly T[], what: string, name: string | T): T {
  if (typeof name !== 'string') return name;
  const found = all.find((item) => item.name === name);
  if (found) return found;
  const names = all.map((item) => item.name).join(', ');
  throw new RangeError(`run: ${what} must be one of ${names}, got ${name}`);
}

function checkSeeds(seeds: readonly number[]): readonly number[] {
  if (seeds.length === 0) throw new RangeError('run: seeds must name at least one seed');
  const bad = seeds.find((seed, i) => !Number.isSafeInteger(seed) || seeds.indexOf(seed) !== i);
  if (bad !== undefined) {
    throw new RangeError(
      `run: seeds must be different integers, got ${bad} in [${seeds.join(', ')}]`,
    );
  }
  return seeds;
}

function checkSteps(steps: number): number {
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new RangeError(`run: steps must be an integer >= 1, got ${steps}`);
  }
  return steps;
}

function defaultFolder(preset: DataPreset): string {
  return preset.name === 'geoshapes' ? 'runs/quick' : `runs/${preset.name}`;
}
