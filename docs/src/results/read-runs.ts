import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  TableSummary,
  TrainingRecord,
} from '../../../packages/experiments/src/results/records.ts';

/** `docs/runs/manifest.json`: what of the committed runs the page shows, and where. */
export interface Manifest {
  runs: ManifestRun[];
  contrasts: Contrast[];
}

interface ManifestRun {
  /** In `docs/runs`: what `gradus run` left, of a run or of a preset. */
  folder: string;
  /** In words: data, passes, what for. */
  title: string;
  /** The parts of the page that show its tables: `equal-updates`, `max-ratio`, ... */
  sections: string[];
}

/** A comparison that a claim rests on: arms of each table of a run, each less another. */
export interface Contrast {
  claim: string;
  run: string;
  arms: string[];
  /** `uniform` if not said. */
  than?: string;
}

/** One table of a committed run, with what made it. */
export interface Table {
  run: ManifestRun;
  /** The run's folder, or the preset's and the table's name. */
  name: string;
  summary: TableSummary;
  records: TrainingRecord[];
  config: RunConfig;
}

export interface RunConfig {
  arguments: {
    dataset: string;
    model: string;
    steps: number;
    batchSize: number;
    learningRate: number;
    optimizer: string;
    arms?: { learningRate?: number }[];
  };
  versions: Record<string, string>;
  backend: string;
  device: string;
  seeds: number[];
  started: string;
}

/** Reads every table of the runs that the manifest names, in its order; those that are not there yet have none. */
export function readTables(folder: string, { runs }: Manifest): Table[] {
  return runs.flatMap((run) => {
    const path = join(folder, run.folder);
    if (!existsSync(join(path, 'summary.json'))) return [];
    const { tables } = readJson<{ tables: TableSummary[] }>(join(path, 'summary.json'));
    const isPreset = !existsSync(join(path, 'config.json'));
    return tables.map((summary) => {
      const own = isPreset ? join(path, summary.name as string) : path;
      return {
        run,
        name: isPreset ? `${run.folder}/${summary.name}` : run.folder,
        summary,
        records: readLines<TrainingRecord>(join(own, 'results.jsonl')).filter(
          ({ dataset, model }) => dataset === summary.dataset && model === summary.model,
        ),
        config: readJson<RunConfig>(join(own, 'config.json')),
      };
    });
  });
}

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

function readLines<T>(path: string): T[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}
