import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Choices } from '../presets/screening.ts';
import type { Summary } from '../results/records.ts';
import { UsageError } from '../usage-error.ts';
import { writeWhole } from './write-whole.ts';

/**
 * A preset's folder on disk: `choices.json` and `summary.json` of all its tables, a run folder for each table, and
 * under `screening` one for each table's screening. Claims rest on the former alone.
 */
export class PresetFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    if (existsSync(join(path, 'config.json'))) {
      throw new UsageError(`${path} holds a run that is no preset's: give --out another folder`);
    }
  }

  confirmation(table: string): string {
    return join(this.path, table);
  }

  screening(table: string): string {
    return join(this.path, 'screening', table);
  }

  async readChoices(): Promise<Choices | null> {
    const path = join(this.path, 'choices.json');
    return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Choices) : null;
  }

  saveChoices(choices: Choices): Promise<void> {
    return this.#save('choices.json', choices);
  }

  async readSummary(): Promise<Summary | null> {
    const path = join(this.path, 'summary.json');
    return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Summary) : null;
  }

  saveSummary(summary: Summary): Promise<void> {
    return this.#save('summary.json', summary);
  }

  async #save(name: string, value: unknown): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await writeWhole(join(this.path, name), `${JSON.stringify(value, null, 2)}\n`);
  }
}
