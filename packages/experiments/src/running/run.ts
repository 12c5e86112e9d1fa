import { availableParallelism } from 'node:os';
import type { BackendName } from '@gradus/backends';
import type { ModelPreset } from '../models/presets.ts';
import type { Summary } from '../results/records.ts';
import { advice } from '../training/advice.ts';
import { measureCost, withEqualSteps } from '../training/cost.ts';
import type { DataPreset } from '../training/data.ts';
import { Session } from '../training/session.ts';
import type { SettingsOptions } from '../training/settings.ts';
import { UsageError } from '../usage-error.ts';
import { conclude } from './conclude.ts';
import { estimateOf } from './estimate.ts';
import type { RunEvent } from './events.ts';
import { inThisProcess } from './executor.ts';
import { identityOf } from './identity.ts';
import { KnownTrainings } from './known-trainings.ts';
import { missing } from './missing.ts';
import { prepare } from './prepare.ts';
import { commit } from './provenance.ts';
import { type RunConfig, RunFolder } from './run-folder.ts';
import { writeReport } from './run-report.ts';
import { trainAll } from './schedule.ts';
import { workerPool } from './worker-pool.ts';

/** What a run can be asked for; everything has a default. */
export interface RunOptions extends SettingsOptions {
  /** The name of a data set, or one of your own (which is trained on in this process only). */
  dataset?: string | DataPreset | undefined;
  /** The name of a net or the file of one, or one of your own (likewise). */
  model?: string | ModelPreset | undefined;
  backend?: BackendName | 'auto' | undefined;
  /** The run folder; `runs/quick` for the default data set, `runs/<dataset>` for others. */
  out?: string | undefined;
  /** Where the files of MNIST or Fashion-MNIST are. */
  dataDir?: string | undefined;
  /** A folder with other runs, whose finished trainings are taken over where they are the same as this run's. */
  reuse?: string | undefined;
  /** Another run's costs, taken on its backend instead of measuring: arms of equal cost then get the same updates. */
  measured?: Pick<RunConfig, 'backend' | 'cost'> | undefined;
  /** Trainings at once, each in a process of its own; 1 trains in this process. Default: the cores. */
  jobs?: number | undefined;
  signal?: AbortSignal | undefined;
  onEvent?: ((event: RunEvent) => void) | undefined;
}

/**
 * Trains every arm on every seed with equal updates, and compares test errors.
 *
 * Within a seed all arms see the same training part and start from the same weights. Finished trainings are
 * appended to `results.jsonl` one by one: a run that was stopped goes on where it stood when it is asked for
 * again with the same arguments, and a finished one is only summed up again. The numbers do not depend on `jobs`.
 *
 * @returns The summary that is also written to `summary.json`.
 * @throws UsageError (a RangeError) for options that cannot be; Error where the folder holds a run made by other
 * arguments or versions, or another process has it, or a training crashed twice; the signal's reason when aborted.
 */
export async function run(options: RunOptions = {}): Promise<Summary> {
  const jobs = checkJobs(options);
  const tell = options.onEvent ?? (() => {});
  const { dataDir, signal } = options;
  const prepared = await prepare(options);
  const { preset, parts, session: asked, backend } = prepared;
  const { model } = parts;
  const out = options.out ?? defaultFolder(preset);
  const { reuse } = options;
  const others = reuse === undefined ? undefined : await KnownTrainings.read(reuse, out);
  const folder = await RunFolder.open(out);
  try {
    const wanted = await identityOf(prepared, options);
    folder.refuseOther(wanted);
    if (folder.config === null) {
      const { measured } = options;
      const cost = measured?.backend === backend.name ? measured.cost : await measureCost(asked);
      await folder.begin({
        ...wanted,
        device: backend.device,
        commit: await commit(),
        seeds: asked.settings.seeds,
        cost,
        arms: withEqualSteps(asked, cost),
        started: new Date().toISOString(),
      });
    }
    const config = folder.config as unknown as RunConfig;
    const settings = { ...asked.settings, arms: config.arms ?? asked.settings.arms };
    const session = new Session(settings, parts);
    const here = { ...wanted, arms: settings.arms };
    const tasks = missing(settings, folder, (arm, seed) => others?.find(here, arm, seed));
    const { takenOver, cpuMs } = estimateOf(session, settings.arms, folder, tasks, config.cost);
    const total = settings.seeds.length * settings.curricula.length;
    tell({
      type: 'start',
      folder: folder.path,
      dataset: preset.name,
      model: model.name,
      backend: backend.name,
      device: backend.device,
      arms: settings.curricula,
      seeds: settings.seeds,
      steps: settings.steps,
      total,
      finished: folder.records.length,
      takenOver,
      expectedCpuMs: cpuMs,
      advice: advice(preset.name, session.data(settings.seeds[0] as number).train.count, settings),
    });
    const slots = Math.min(jobs, tasks.length - takenOver);
    const subject = { dataset: preset.name, model: model.name, dataDir };
    const executor =
      slots > 1
        ? workerPool({ backend: backend.name, settings, subject }, slots)
        : inThisProcess(session);
    try {
      await trainAll({
        settings,
        folder,
        executor,
        tasks,
        tell,
        signal,
      });
    } finally {
      await executor.close();
    }
    const summary = conclude(folder);
    await folder.saveSummary(summary);
    await writeReport(folder, summary, session);
    tell({ type: 'end', folder: folder.path, summary });
    return summary;
  } finally {
    await folder.close();
  }
}

function checkJobs({ jobs, dataset, model }: RunOptions): number {
  if (jobs !== undefined && !(Number.isSafeInteger(jobs) && jobs >= 1)) {
    throw new UsageError(`run: jobs must be an integer >= 1, got ${jobs}`);
  }
  // What is handed over as an object cannot be opened again by another process.
  if (typeof dataset !== 'object' && typeof model !== 'object')
    return jobs ?? availableParallelism();
  if (jobs !== undefined && jobs > 1) {
    throw new UsageError(
      `run: jobs must be 1 for a data set or model given as an object, got ${jobs}`,
    );
  }
  return 1;
}

function defaultFolder({ name }: DataPreset): string {
  return name === 'geoshapes' ? 'runs/quick' : `runs/${name.replace(/[^\w.-]+/g, '-')}`;
}
