import { percent, points } from '../../../packages/experiments/src/results/format.ts';
import type { ArmSummary } from '../../../packages/experiments/src/results/records.ts';
import { isSure } from './answer-part.ts';
import { markdownTable } from './markdown-table.ts';
import type { Table } from './read-runs.ts';

/** What the differences are to. */
export type Than = 'uniform' | 'equal cost';

/** The tables of a part of the page side by side: a row for each arm, a column for each table. */
export function overviewPart(tables: readonly Table[], section: string, than: Than): string {
  const shown = tables.filter(
    ({ run, summary }) =>
      run.sections.includes(section) && summary.arms.some((arm) => comparedOf(arm, than) !== null),
  );
  if (shown.length === 0) return 'Not yet run.';
  const names = shown.flatMap(({ summary }) =>
    summary.arms.filter((arm) => comparedOf(arm, than) !== null).map(({ arm }) => arm),
  );
  const of = ({ summary }: Table, name: string) => summary.arms.find(({ arm }) => arm === name);
  const cell = (table: Table, name: string) => {
    const arm = of(table, name);
    return arm === undefined
      ? '–'
      : name === 'uniform'
        ? percent(arm.meanTestError)
        : shownOf(comparedOf(arm, than));
  };
  const isOnePreset = new Set(shown.map(({ run }) => run.folder)).size === 1;
  return markdownTable<string>(
    [
      { title: 'arm', align: 'left', cell: (name) => name },
      ...shown.map((table) => ({
        title: (isOnePreset ? table.summary.name : undefined) ?? table.name,
        align: 'right' as const,
        cell: (name: string) => cell(table, name),
      })),
    ],
    ['uniform', ...[...new Set(names)].sort((a, b) => groupOf(a) - groupOf(b))],
  );
}

/** Curricula first, then the controls, then uniform with more updates. */
function groupOf(arm: string): number {
  if (arm.startsWith('uniform-as-')) return 2;
  return /^random-|-control$/.test(arm) ? 1 : 0;
}

type Compared = Pick<ArmSummary, 'difference' | 'ci95' | 'pHolm'>;

function comparedOf(arm: ArmSummary, than: Than): Compared | null {
  if (than === 'equal cost') return arm.equalCost;
  return arm.difference === null ? null : arm;
}

/** "**-0.66 ± 0.32**": the difference and half of its 95 % interval in points, bold where the correction leaves it. */
export function shownOf(compared: Compared | null): string {
  if (compared === null) return '–';
  const { difference, ci95 } = compared;
  const half = ci95 === null ? '' : ` ± ${points((ci95[1] - ci95[0]) / 2).replace('+', '')}`;
  const said = `${points(difference)}${half}`.replaceAll(' ', '\u00a0'); // not broken over lines
  return isSure(compared) ? `**${said}**` : said;
}
