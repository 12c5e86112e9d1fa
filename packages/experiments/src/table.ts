import Table from 'cli-table3';
import { columns, notes } from './columns.ts';
import type { TableSummary } from './records.ts';

const NO_BORDERS = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((part) => [part, '']),
);

/** A table for the terminal, with the notes that belong to it. */
export function textTable(table: TableSummary): string {
  const text = new Table({
    head: columns.map((column) => column.title),
    colAligns: columns.map((column) => column.align),
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const arm of table.arms) text.push(columns.map((column) => column.cell(arm)));
  const seeds = Math.max(...table.arms.map((arm) => arm.n));
  const title = `${table.dataset}, ${table.model}, ${seeds} ${seeds === 1 ? 'seed' : 'paired seeds'}`;
  return [title, '', text.toString(), '', ...notes(seeds)].join('\n');
}
