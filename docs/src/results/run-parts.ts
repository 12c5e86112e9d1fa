import { verdict } from '../../../packages/experiments/src/report/verdict.ts';
import { columnsOf } from '../../../packages/experiments/src/results/columns.ts';
import {
  count,
  interval,
  percent,
  probability,
  share,
} from '../../../packages/experiments/src/results/format.ts';
import type { ArmSummary } from '../../../packages/experiments/src/results/records.ts';
import { markdownTable } from './markdown-table.ts';
import type { Table } from './read-runs.ts';

/** What was run: a line for each table. */
export function runsPart(tables: readonly Table[]): string {
  return markdownTable<Table>(
    [
      { title: 'table', align: 'left', cell: (table) => `[${table.name}](runs/${table.name})` },
      { title: 'data', align: 'left', cell: ({ summary }) => summary.dataset },
      { title: 'net', align: 'left', cell: ({ summary }) => summary.model },
      { title: 'updates', align: 'right', cell: ({ config }) => count(config.arguments.steps) },
      { title: 'batch', align: 'right', cell: ({ config }) => String(config.arguments.batchSize) },
      { title: 'learning rate', align: 'right', cell: ratesOf },
      { title: 'seeds', align: 'right', cell: seedsOf },
      { title: 'backend', align: 'left', cell: ({ config }) => config.backend },
      { title: 'device', align: 'left', cell: ({ config }) => config.device },
      { title: 'started', align: 'left', cell: ({ config }) => config.started.slice(0, 10) },
    ],
    tables,
  );
}

/** The tables of a part of the page, whole, with both tests, each under what its intervals say in words. */
export function tablesPart(tables: readonly Table[], section: string): string {
  const shown = tables.filter(({ run }) => run.sections.includes(section));
  if (shown.length === 0) return 'Not yet run.';
  return shown
    .map((table) => {
      const { summary } = table;
      const kept = columnsOf(summary).filter(({ title }) => title !== 'CPU time');
      const at = kept.findIndex(({ title }) => title === 'p (Holm)') + 1;
      const flip = {
        title: 'sign-flip p (Holm)',
        align: 'right' as const,
        cell: (arm: (typeof summary.arms)[number]) => probability(arm.pFlipHolm),
      };
      const columns = [...kept.slice(0, at), flip, ...kept.slice(at)];
      const body = markdownTable(columns, summary.arms);
      return `### ${table.name}\n\n${verdict(summary).join(' ')}\n\n${body}`;
    })
    .join('\n\n');
}

/** Each arm against the uniform arm that was given its cost. */
export function equalCostPart(tables: readonly Table[]): string {
  const rows = tables.flatMap((table) =>
    table.summary.arms.flatMap((arm) => {
      const { equalCost: equal } = arm;
      const twin = table.summary.arms.find((other) => other.arm === equal?.arm);
      return equal === null || twin === undefined ? [] : [{ table, arm, equal, twin }];
    }),
  );
  if (rows.length === 0) return 'Not yet run.';
  return markdownTable(
    [
      { title: 'table', align: 'left', cell: ({ table }) => table.name },
      { title: 'arm', align: 'left', cell: ({ arm }) => arm.arm },
      { title: 'test error', align: 'right', cell: ({ arm }) => percent(arm.meanTestError) },
      { title: 'cost in updates', align: 'right', cell: ({ arm }) => count(arm.updateEquivalents) },
      {
        title: 'CPU seconds',
        align: 'right',
        cell: ({ arm }) => cpuSeconds(arm),
      },
      { title: 'less', align: 'left', cell: ({ equal }) => equal.arm },
      {
        title: 'its CPU seconds',
        align: 'right',
        cell: ({ twin }) => cpuSeconds(twin),
      },
      { title: 'difference [95 %]', align: 'right', cell: ({ equal }) => interval(equal) },
      { title: 'relative', align: 'right', cell: ({ equal }) => share(equal.relative) },
      { title: 'p (Holm)', align: 'right', cell: ({ equal }) => probability(equal.pHolm) },
      {
        title: 'sign-flip p (Holm)',
        align: 'right',
        cell: ({ equal }) => probability(equal.pFlipHolm),
      },
      {
        title: 'reaches uniform at',
        align: 'right',
        cell: ({ arm }) => share(arm.costShareToUniform),
      },
    ],
    rows,
  );
}

/** A dash where all trainings were taken over from runs of another day. */
function cpuSeconds({ meanCpuMs }: ArmSummary): string {
  return meanCpuMs === null ? '–' : (meanCpuMs / 1000).toFixed(1);
}

function ratesOf({ config }: Table): string {
  const { arms, learningRate } = config.arguments;
  const rates = arms?.map((arm) => arm.learningRate ?? learningRate) ?? [learningRate];
  return [...new Set(rates)].sort((a, b) => a - b).join(', ');
}

function seedsOf({ config, summary }: Table): string {
  const done = Math.min(...summary.arms.map(({ n }) => n));
  const all = config.seeds.length;
  return done === all ? String(all) : `${done} of ${all}`;
}
