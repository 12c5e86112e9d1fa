import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { percent } from '../../../packages/experiments/src/results/format.ts';
import { markdownTable } from './markdown-table.ts';
import { type Manifest, readJson } from './read-runs.ts';

/** A preset's `choices.json`. */
interface Choices {
  seeds: number[];
  tables: Record<string, Record<string, Choice>>;
}

interface Choice {
  chosen: Record<string, number | string>;
  atEnd: boolean;
  candidates: (Record<string, number | string> & { meanValidationError: number })[];
}

/** What was chosen on validation data, and from what. */
export function choicesPart(runs: string, manifest: Manifest): string {
  const rows = manifest.runs.flatMap(({ folder }) => {
    const path = join(runs, folder, 'choices.json');
    // A screening whose confirmation has not begun shows nothing yet.
    if (!existsSync(path) || !existsSync(join(runs, folder, 'summary.json'))) return [];
    const { seeds, tables } = readJson<Choices>(path);
    return Object.entries(tables).flatMap(([table, arms]) =>
      Object.entries(arms).map(([arm, choice]) => ({
        table: `${folder}/${table}`,
        arm,
        seeds,
        ...choice,
      })),
    );
  });
  if (rows.length === 0)
    return 'No run shown here has chosen its settings by a screening of its own.';
  return markdownTable<(typeof rows)[number]>(
    [
      { title: 'table', align: 'left', cell: ({ table }) => table },
      { title: 'arm', align: 'left', cell: ({ arm }) => arm },
      { title: 'screening seeds', align: 'right', cell: ({ seeds }) => String(seeds.length) },
      { title: 'validation error of each candidate', align: 'left', cell: candidatesOf },
      { title: 'chosen', align: 'left', cell: ({ chosen }) => named(chosen) },
      {
        title: 'at an end of the grid',
        align: 'left',
        cell: ({ atEnd }) => (atEnd ? 'yes' : 'no'),
      },
    ],
    rows,
  );
}

function candidatesOf({ candidates }: Choice): string {
  return candidates
    .map(({ meanValidationError, ...point }) => `${named(point)}: ${percent(meanValidationError)}`)
    .join('; ');
}

/** "learningRate 0.07, maxRatio 30". */
function named(point: Record<string, number | string>): string {
  return Object.entries(point)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
