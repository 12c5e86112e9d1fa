import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { defineLoader } from 'vitepress';

/** One line of a kept run of `pnpm bench`. */
interface Row {
  subject: string;
  arm: string;
  backend?: string;
  median?: number;
  p25?: number;
  p75?: number;
  absent?: string;
}

interface Suite {
  suite: string;
  question: string;
  date: string;
  unit: string;
  full: boolean;
  machine: { cpu: string; cores: number; node: string; tfjs: string };
  rows: Row[];
}

/** A kept run: its suite with the folder it lies in, and its rows by what they are about. */
export interface KeptRun extends Omit<Suite, 'rows'> {
  folder: string;
  subjects: { name: string; rows: Row[] }[];
}

declare const data: KeptRun[];

export { data };

const results = new URL('../benchmarks/results/', import.meta.url);

/** Of each suite the latest run that `pnpm bench --save` kept. */
export default defineLoader({
  // No `watch`: its glob would go through every node_modules of the repository.
  load(): KeptRun[] {
    const files = readdirSync(results, { recursive: true, encoding: 'utf8' });
    const runs = files
      .filter((name) => /^[^/]+\/[^/]+\.json$/.test(name))
      .map((name) => {
        const file = new URL(name, results);
        const { rows, ...suite } = JSON.parse(readFileSync(file, 'utf8')) as Suite;
        const names = [...new Set(rows.map(({ subject }) => subject))];
        const subjects = names.map((name) => ({
          name,
          rows: rows.filter(({ subject }) => subject === name),
        }));
        return { ...suite, folder: dirname(name), subjects };
      })
      .sort((a, b) => (a.date < b.date ? -1 : 1));
    const latest = new Map(runs.map((run) => [run.suite, run]));
    return [...latest.values()].sort((a, b) => (a.suite < b.suite ? -1 : 1));
  },
});
