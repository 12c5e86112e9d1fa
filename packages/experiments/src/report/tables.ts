import { columnsOf } from '../results/columns.ts';
import { count, percent, seconds } from '../results/format.ts';
import type { TableSummary, TrainingRecord } from '../results/records.ts';
import { mean } from '../results/statistics.ts';
import { curveBands } from './curve-bands.ts';
import { type Html, html } from './html.ts';
import { seedDifferences } from './paired-differences.ts';

/** A column of a table of a page; the first column's cells head their rows. */
interface PageColumn<Row> {
  title: string;
  align: 'left' | 'right';
  cell(row: Row): string;
}

/** A table that scrolls sideways by itself where it is too wide, with the keyboard too. */
export function pageTable<Row>(
  name: string,
  shown: readonly PageColumn<Row>[],
  rows: readonly Row[],
): Html {
  const head = shown.map(
    ({ title, align }) => html`<th scope="col" class="${align}">${title}</th>`,
  );
  const body = rows.map((row) => {
    const [first, ...rest] = shown;
    const cells = rest.map(({ align, cell }) => html`<td class="${align}">${cell(row)}</td>`);
    return html`<tr><th scope="row" class="left">${first?.cell(row)}</th>${cells}</tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
}

/** The comparison, with the columns that the terminal prints. */
export function comparisonTable(name: string, table: TableSummary): Html {
  return pageTable(name, columnsOf(table), table.arms);
}

/** What each arm cost, in everything that is counted or measured. */
export function costTable(
  name: string,
  { arms }: TableSummary,
  records: readonly TrainingRecord[],
): Html {
  const of = (arm: string) => records.filter((record) => record.arm === arm);
  const average = (arm: string, value: (record: TrainingRecord) => number) => {
    const values = of(arm).map(value);
    return values.length === 0 ? null : mean(values);
  };
  const base = arms.find(({ arm }) => arm === 'uniform')?.updateEquivalents;
  return pageTable(
    name,
    [
      { title: 'arm', align: 'left', cell: ({ arm }) => arm },
      { title: 'updates', align: 'right', cell: ({ steps }) => count(steps) },
      {
        title: 'samples scored',
        align: 'right',
        cell: ({ arm }) => count(average(arm, (record) => record.samplesScored)),
      },
      {
        title: 'reference updates',
        align: 'right',
        cell: ({ arm }) => count(average(arm, (record) => record.referenceSteps)),
      },
      {
        title: 'cost in updates',
        align: 'right',
        cell: ({ updateEquivalents }) => count(updateEquivalents),
      },
      {
        title: 'times uniform’s',
        align: 'right',
        cell: ({ updateEquivalents }) =>
          base === undefined || base === 0 ? '–' : (updateEquivalents / base).toFixed(2),
      },
      {
        title: 'updates to uniform’s final error',
        align: 'right',
        cell: ({ arm }) => stepsToUniform(of(arm)),
      },
      { title: 'CPU time', align: 'right', cell: ({ meanCpuMs }) => seconds(meanCpuMs) },
    ],
    arms,
  );
}

/** The mean over seeds where all of them got there; otherwise how many did. */
function stepsToUniform(records: readonly TrainingRecord[]): string {
  const reached = records.flatMap(({ stepsToUniform }) => stepsToUniform ?? []);
  if (reached.length === 0) return 'never';
  return reached.length < records.length
    ? `on ${reached.length} of ${records.length} seeds only`
    : count(mean(reached));
}

/** The numbers of the learning curves: a row for each evaluated step, a column for each arm. */
export function curveTable(name: string, records: readonly TrainingRecord[]): Html {
  const bands = curveBands(records);
  const steps = [...new Set(bands.flatMap((band) => band.points.map((point) => point.step)))];
  return pageTable<number>(
    name,
    [
      { title: 'updates', align: 'left', cell: (step) => count(step) },
      ...bands.map(({ arm, seeds, points }) => ({
        title: arm,
        align: 'right' as const,
        cell: (step: number) => {
          const point = points.find((other) => other.step === step);
          if (point === undefined) return '–';
          const value = percent(point.mean);
          const ends = [point.low, point.high].map((end) => (100 * end).toFixed(2));
          return seeds === 1 ? value : `${value} (${ends.join(' to ')})`;
        },
      })),
    ],
    steps.sort((a, b) => a - b),
  );
}

/** The numbers of the paired differences: a row for each seed, a column for each arm. */
export function differenceTable(name: string, records: readonly TrainingRecord[]): Html {
  const all = seedDifferences(records);
  return pageTable<number>(
    name,
    [
      { title: 'seed', align: 'left', cell: (seed) => String(seed) },
      ...[...new Set(all.map(({ arm }) => arm))].map((arm) => ({
        title: arm,
        align: 'right' as const,
        cell: (seed: number) => {
          const found = all.find((other) => other.arm === arm && other.seed === seed);
          if (found === undefined) return '–';
          return `${found.difference > 0 ? '+' : ''}${found.difference.toFixed(2)}`;
        },
      })),
    ],
    [...new Set(all.map(({ seed }) => seed))],
  );
}
