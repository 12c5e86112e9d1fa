import { percent } from '../../../packages/experiments/src/results/format.ts';
import { markdownTable } from './markdown-table.ts';
import { shownOf } from './overview-part.ts';
import type { Table } from './read-runs.ts';

const curricula = [
  { title: 'free scores', name: 'dynamic-free' },
  { title: 'a scoring pass an epoch', name: 'dynamic-scored' },
  { title: 'bootstrapped, easy first', name: 'bootstrapped' },
] as const;

/** The README's table: a row for each data set and net, each curriculum less uniform of equal cost. */
export function glancePart(tables: readonly Table[], section: string): string {
  const armOf = ({ summary }: Table, name: string) => summary.arms.find(({ arm }) => arm === name);
  const shown = tables.filter(
    (table) =>
      table.run.sections.includes(section) &&
      curricula.some(({ name }) => (armOf(table, name)?.equalCost ?? null) !== null),
  );
  return markdownTable<Table>(
    [
      { title: 'data', align: 'left', cell: ({ summary }) => summary.dataset },
      { title: 'net', align: 'left', cell: ({ summary }) => summary.model },
      {
        title: 'uniform',
        align: 'right',
        cell: (table) => percent(armOf(table, 'uniform')?.meanTestError ?? null),
      },
      ...curricula.map(({ title, name }) => ({
        title,
        align: 'right' as const,
        cell: (table: Table) => shownOf(armOf(table, name)?.equalCost ?? null),
      })),
    ],
    shown,
  );
}
