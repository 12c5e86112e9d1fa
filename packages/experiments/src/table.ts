import { columns, notes } from './columns.ts';
import { plainTable } from './plain-table.ts';
import type { TableSummary } from './records.ts';

/** A table for the terminal, with the notes that belong to it. */
export function textTable(table: TableSummary): string {
  const rows = table.arms.map((arm) => columns.map((column) => column.cell(arm)));
  const seeds = Math.max(...table.arms.map((arm) => arm.n));
  const title = `${table.dataset}, ${table.model}, ${seeds} ${seeds === 1 ? 'seed' : 'paired seeds'}`;
  return [title, '', plainTable(columns, rows), '', ...notes(seeds)].join('\n');
}
