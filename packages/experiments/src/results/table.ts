import { type Column, columnsOf, notes } from './columns.ts';
import { plainTable } from './plain-table.ts';
import type { TableSummary } from './records.ts';

/** What a narrow terminal does without, in this order; `summary.json` has it all. */
const DISPENSABLE = [
  'CPU time',
  'updates',
  'reaches uniform',
  'cost in updates',
  'sd',
  'p (Holm)',
  'to equal cost [95 %]',
];

/**
 * A table for the terminal, with the notes that belong to it.
 *
 * @param width Columns of the terminal; what does not fit is left out, and said to be.
 */
export function textTable(table: TableSummary, width: number = Number.POSITIVE_INFINITY): string {
  const left: Column[] = columnsOf(table);
  const dropped: string[] = [];
  let text = render(table, left);
  for (const title of DISPENSABLE.filter((name) => left.some((one) => one.title === name))) {
    if (Math.max(...text.split('\n').map((line) => line.length)) <= width) break;
    left.splice(
      left.findIndex((column) => column.title === title),
      1,
    );
    dropped.push(title);
    text = render(table, left);
  }
  const seeds = Math.max(...table.arms.map((arm) => arm.n));
  const title = `${table.name === undefined ? '' : `${table.name}: `}${table.dataset}, ${table.model}, ${seeds} ${seeds === 1 ? 'seed' : 'paired seeds'}`;
  const leftOut = dropped.length === 0 ? [] : [`Left out for want of room: ${dropped.join(', ')}.`];
  return [title, '', text, '', ...notes(table), ...leftOut].join('\n');
}

function render(table: TableSummary, shown: readonly Column[]): string {
  return plainTable(
    shown,
    table.arms.map((arm) => shown.map((column) => column.cell(arm))),
  );
}
