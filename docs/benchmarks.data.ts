import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
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

/** Every run that `pnpm bench --save` kept; the pages quote no other figures of speed. */
export default defineLoader({
  watch: ['../benchmarks/results/*/*.json'],
  load(files): KeptRun[] {
    return files.sort().map((file) => {
      const { rows, ...suite } = JSON.parse(readFileSync(file, 'utf8')) as Suite;
      const names = [...new Set(rows.map(({ subject }) => subject))];
      const subjects = names.map((name) => ({
        name,
        rows: rows.filter(({ subject }) => subject === name),
      }));
      return { ...suite, folder: basename(dirname(file)), subjects };
    });
  },
});
