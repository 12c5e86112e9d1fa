import { existsSync } from 'node:fs';
import { appendFile, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cost } from '../results/cost.ts';
import type { Summary, TrainingRecord } from '../results/records.ts';
import type { ArmSettings } from '../training/arm-settings.ts';
import type { Reference } from '../training/unit.ts';
import { lockFolder } from './lock.ts';
import { writeWhole } from './write-whole.ts';

/** `config.json`: everything needed to repeat the run. */
export interface RunConfig {
  /** What was asked for, defaults filled in; a folder is continued only with the same. */
  arguments: Record<string, unknown>;
  versions: Record<string, string>;
  backend: string;
  device: string;
  commit: string | null;
  seeds: number[];
  cost: Cost;
  /** The arms with everything filled in, updates of equal cost included; absent in older runs. */
  arms?: ArmSettings[] | undefined;
  started: string;
}

/** What must be the same for a folder to be continued. */
export type Identity = Pick<RunConfig, 'arguments' | 'versions' | 'backend'>;

/**
 * A run's folder on disk. Files are whole or absent: `config.json`, `summary.json` and the report are written aside
 * and renamed, and a line of `results.jsonl` counts only with its end.
 */
export class RunFolder {
  readonly path: string;
  readonly records: TrainingRecord[];
  /** The configuration found there, if the folder holds a run. */
  config: RunConfig | null;
  #unlock: () => Promise<void> = async () => {};

  private constructor(path: string, config: RunConfig | null, records: TrainingRecord[]) {
    this.path = path;
    this.config = config;
    this.records = records;
  }

  /** Reads a folder, which need not exist. A line of results that was cut off is left out. */
  static async read(path: string): Promise<RunFolder> {
    const config = await readOrNull(join(path, 'config.json'));
    const results = wholeLines((await readOrNull(join(path, 'results.jsonl'))) ?? '');
    if (config === null && results !== '') {
      throw new Error(`${path} holds results.jsonl but no config.json: give --out another folder`);
    }
    return new RunFolder(
      path,
      config === null ? null : parse<RunConfig>(config, join(path, 'config.json')),
      results
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => parse<TrainingRecord>(line, join(path, 'results.jsonl'))),
    );
  }

  /** Reads a folder to write into it: no other process can until `close`. */
  static async open(path: string): Promise<RunFolder> {
    const unlock = await lockFolder(path);
    try {
      const file = join(path, 'results.jsonl');
      const results = await readOrNull(file);
      const whole = wholeLines(results ?? '');
      if (results !== null && whole.length < results.length) {
        await truncate(file, Buffer.byteLength(whole));
      }
      const folder = await RunFolder.read(path);
      folder.#unlock = unlock;
      return folder;
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#unlock();
  }

  /** Refuses a run that differs from the one that the folder holds, naming each difference. */
  refuseOther(wanted: Identity): void {
    if (this.config === null) return;
    const [there, here] = [flatten(this.config), flatten(wanted)];
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
    await this.write('config.json', pretty(config));
    this.config = config;
  }

  find(seed: number, arm: string): TrainingRecord | undefined {
    return this.records.find((record) => record.seed === seed && record.arm === arm);
  }

  async add(record: TrainingRecord): Promise<void> {
    await appendFile(join(this.path, 'results.jsonl'), `${JSON.stringify(record)}\n`);
    this.records.push(record);
  }

  hasReference(seed: number): boolean {
    return existsSync(join(this.path, referenceName(seed)));
  }

  async saveReference(seed: number, { scores, predictions, others }: Reference): Promise<void> {
    // Numbers in JSON are exact for float32.
    const text = JSON.stringify({
      scores: [...scores],
      predictions: [...predictions],
      others: Object.fromEntries(Object.entries(others).map(([name, some]) => [name, [...some]])),
    });
    await this.write(referenceName(seed), text);
  }

  async readReference(seed: number): Promise<Reference> {
    const path = join(this.path, referenceName(seed));
    const text = await readOrNull(path);
    if (text === null) {
      throw new Error(
        `${path} is not there: uniform's scores stay behind where trainings are taken over or a folder is copied without them; the command that made the run makes the first seed's again`,
      );
    }
    const { scores, predictions, others } = parse<{
      scores: number[];
      predictions: number[];
      others?: Record<string, number[]>;
    }>(text, path);
    return {
      scores: Float32Array.from(scores),
      predictions: Int32Array.from(predictions),
      others: Object.fromEntries(
        Object.entries(others ?? {}).map(([name, some]) => [name, Float32Array.from(some)]),
      ),
    };
  }

  /** Writes a file, whole or not at all. */
  async write(name: string, data: string | Uint8Array): Promise<void> {
    await writeWhole(join(this.path, name), data);
  }

  async saveSummary(summary: Summary): Promise<void> {
    await this.write('summary.json', pretty(summary));
  }
}

function referenceName(seed: number): string {
  return `reference-seed-${seed}.json`;
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

function flatten({ arguments: given, versions, backend }: Identity): Record<string, string> {
  // null is an option's absence: one that older runs did not have is no difference.
  const entries = Object.entries({ ...given, ...versions, backend }).filter(
    ([, value]) => value !== null,
  );
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
