import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Summary, TrainingRecord } from './records.ts';
import { reportPage } from './report.ts';
import type { Cost } from './summarize.ts';

/** `config.json`: everything needed to repeat the run. */
export interface RunConfig {
  /** What was asked for; a folder is continued only with the same. */
  arguments: Record<string, unknown>;
  versions: Record<string, string>;
  backend: string;
  device: string;
  commit: string | null;
  seeds: number[];
  /** The settings of the data set and of every arm. */
  settings: Record<string, unknown>;
  cost: Cost;
  started: string;
}

/**
 * A run's folder on disk. Files are whole or absent: `config.json`, `summary.json` and `report.html` are
 * written aside and renamed, a line of `results.jsonl` counts only with its end.
 */
export class RunFolder {
  readonly path: string;
  readonly records: TrainingRecord[];
  /** The configuration found there, if the folder holds a run. */
  config: RunConfig | null;

  private constructor(path: string, config: RunConfig | null, records: TrainingRecord[]) {
    this.path = path;
    this.config = config;
    this.records = records;
  }

  /** Opens a folder, which need not exist. A line of results that was cut off by a crash is dropped. */
  static async open(path: string): Promise<RunFolder> {
    const config = await readOrNull(join(path, 'config.json'));
    const results = (await readOrNull(join(path, 'results.jsonl'))) ?? '';
    if (config === null && results !== '') {
      throw new Error(`${path} holds results.jsonl but no config.json: give --out another folder`);
    }
    const whole = results.slice(0, results.lastIndexOf('\n') + 1);
    if (whole.length < results.length) {
      await truncate(join(path, 'results.jsonl'), Buffer.byteLength(whole));
    }
    return new RunFolder(
      path,
      config === null ? null : parse<RunConfig>(config, join(path, 'config.json')),
      whole
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => parse<TrainingRecord>(line, join(path, 'results.jsonl'))),
    );
  }

  /** Refuses a run that differs from the one that the folder holds, naming each difference. */
  refuseOther(wanted: Pick<RunConfig, 'arguments' | 'versions' | 'backend'>): void {
    if (this.config === null) return;
    const there = flatten(this.config);
    const here = flatten(wanted);
    const differing = Object.keys({ ...there, ...here }).filter((key) => there[key] !== here[key]);
    if (differing.length === 0) return;
    const lines = differing.map(
      (key) => `  ${key}: ${there[key] ?? 'absent'} there, ${here[key] ?? 'absent'} here`,
    );
    throw new Error(
      `${this.path} holds a run made otherwise:\n${lines.join('\n')}\ngive --out another folder, or delete that one`,
    );
  }

  async begin(config: RunConfig): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await writeFileAtomic(join(this.path, 'config.json'), pretty(config));
    this.config = config;
  }

  async add(record: TrainingRecord): Promise<void> {
    await appendFile(join(this.path, 'results.jsonl'), `${JSON.stringify(record)}\n`);
    this.records.push(record);
  }

  async finish(summary: Summary): Promise<void> {
    await writeFileAtomic(join(this.path, 'summary.json'), pretty(summary));
    const page = reportPage(summary, this.config as RunConfig);
    await writeFileAtomic(join(this.path, 'report.html'), page);
  }
}

function flatten(
  config: Pick<RunConfig, 'arguments' | 'versions' | 'backend'>,
): Record<string, string> {
  const { arguments: given, versions, backend } = config;
  const entries = Object.entries({ ...given, ...versions, backend });
  return Object.fromEntries(entries.map(([key, value]) => [key, JSON.stringify(value)]));
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parse<T>(text: string, path: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new Error(`${path} is damaged: ${(error as Error).message}`, { cause: error });
  }
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
