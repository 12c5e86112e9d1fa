import { verdict } from '../../../packages/experiments/src/report/verdict.ts';
import { columnsOf, notes } from '../../../packages/experiments/src/results/columns.ts';
import {
  count,
  interval,
  percent,
  probability,
  share,
} from '../../../packages/experiments/src/results/format.ts';
import type { ArmSummary } from '../../../packages/experiments/src/results/records.ts';
import { armsOf, headlines } from './headlines.ts';
import { markdownTable } from './markdown-table.ts';
import type { Table } from './read-runs.ts';

/** Over all tables: how often the error of each curriculum is lower, higher or not told apart, after Holm. */
export function answerPart(tables: readonly Table[]): string {
  const lines = headlines.flatMap((headline) => {
    const own = armsOf(headline, tables).map(([, arm]) => arm);
    const equal = distinct(own.flatMap(({ equalCost }) => equalCost ?? []));
    const hollow = new Set(own.filter(isHollow).map(({ equalCost }) => equalCost));
    const lowerIn = hollowness(equal.filter((one) => hollow.has(one)).length);
    const said = [
      tally(equal, 'uniform with the updates that it costs', lowerIn),
      tally(distinct(own), 'uniform with the same number of updates'),
    ].filter((part) => part !== '');
    const names = headline.arms.map((arm) => `\`${arm}\``).join(', ');
    return said.length === 0 ? [] : [`- **${headline.words}** (${names}): ${said.join('; ')}.`];
  });
  return lines.length === 0 ? 'Not yet run.' : lines.join('\n');
}

/** Whether an arm's error is lower than that of a longer uniform run alone, and not than uniform's own. */
export function isHollow({ difference, equalCost }: ArmSummary): boolean {
  const isLower = equalCost !== null && isSure(equalCost) && equalCost.difference < 0;
  return isLower && difference !== null && difference >= 0;
}

function hollowness(tables: number): string {
  return tables === 0 ? '' : ` (in ${tables} only because more updates made uniform worse)`;
}

/**
 * Leaves one of each comparison that stands in several tables, where these made the same trainings: the most cautious,
 * of the largest p, as each table corrects for its own number of comparisons.
 */
export function distinct<Found extends Pick<ArmSummary, 'difference' | 'ci95' | 'pHolm'>>(
  found: readonly Found[],
): Found[] {
  const kept = new Map<string, Found>();
  for (const one of found) {
    // Two sets of trainings do not agree to the last bit by chance, nor do those of two data sets or nets.
    const key = JSON.stringify([one.difference, one.ci95]);
    const other = kept.get(key);
    if (other === undefined || (one.pHolm ?? 1) > (other.pHolm ?? 1)) kept.set(key, one);
  }
  return [...kept.values()];
}

/** "against uniform: lower in 2, higher in 0, not told apart in 1 of 3 tables (mean differences ...)". */
export function tally(
  found: readonly Pick<ArmSummary, 'difference' | 'pHolm' | 'relative'>[],
  than: string,
  lowerIn = '',
): string {
  if (found.length === 0) return '';
  const sure = found.filter(isSure);
  const lower = sure.filter(({ difference }) => difference !== null && difference < 0).length;
  const higher = sure.length - lower;
  const tables = found.length === 1 ? '1 table' : `${found.length} tables`;
  const shares = found.flatMap(({ relative }) => relative ?? []).sort((a, b) => a - b);
  const [least, most] = [shares[0], shares.at(-1)].map((value) =>
    value === undefined ? '–' : `${value > 0 ? '+' : ''}${(100 * value).toFixed(0)} %`,
  );
  return `against ${than} the error is lower in ${lower}${lowerIn}, higher in ${higher}, not told apart in ${found.length - sure.length} of ${tables} (mean differences ${least === most ? least : `from ${least} to ${most}`} of uniform’s error)`;
}

function isSure({ pHolm }: Pick<ArmSummary, 'pHolm'>): boolean {
  return pHolm !== null && pHolm < 0.05;
}

/** What each table shows, in a sentence or two. */
export function verdictsPart(tables: readonly Table[]): string {
  return tables
    .map((table) => `- **${titleOf(table)}**: ${verdict(table.summary).join(' ')}`)
    .join('\n');
}

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

/** The tables of a part of the page, whole, with both tests. */
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
      return `### ${titleOf(table)}\n\n${body}\n\n${notes(summary).slice(-1)[0]}`;
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
      { title: 'table', align: 'left', cell: ({ table }) => titleOf(table) },
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

/** "GeoShapes, 4,000 images, 10 epochs: conv". */
export function titleOf({ run, summary }: Table): string {
  return `${run.title}: ${summary.name ?? summary.model}`;
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
