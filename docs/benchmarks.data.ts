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

/** Every run that `pnpm bench --save` kept; the pages quote no other figures of speed. */
export default defineLoader({
  // No `watch`: its glob would go through every node_modules of the repository.
  load(): KeptRun[] {
    const files = readdirSync(results, { recursive: true, encoding: 'utf8' });
    return files
      .filter((name) => /^[^/]+\/[^/]+\.json$/.test(name))
      .sort()
      .map((name) => {
        const file = new URL(name, results);
        const { rows, ...suite } = JSON.parse(readFileSync(file, 'utf8')) as Suite;
        const names = [...new Set(rows.map(({ subject }) => subject))];
        const subjects = names.map((name) => ({
          name,
          rows: rows.filter(({ subject }) => subject === name),
        }));
        return { ...suite, folder: dirname(name), subjects };
      });
  },
});
