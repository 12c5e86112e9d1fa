import Table from 'cli-table3';
import { Command } from 'commander';
import { type Compared, type Comparison, compare, JUDGEMENT } from '../compare/compare.ts';
import { readReports } from '../report/save.ts';
import { UsageError } from '../usage-error.ts';
import { parsePercent } from './option-values.ts';

/** `pnpm bench compare`. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('Hold the results of one run against those of an earlier one; exit 1 if slower.')
    .argument('<earlier>', 'a file of results, or a folder of them')
    .argument('<later>', 'another')
    .option(
      '--tolerance <percent>',
      'changes up to so much are left alone (default: 10)',
      parsePercent,
      JUDGEMENT.tolerance,
    )
    .option('--all', 'print every row, and not only those that have changed')
    .action(async (earlier: string, later: string, options: { tolerance: number; all?: true }) => {
      const [before, after] = [await readReports(earlier), await readReports(later)];
      const comparison = compare(before, after, { ...JUDGEMENT, tolerance: options.tolerance });
      if (comparison.rows.length === 0) {
        throw new UsageError(`${earlier} and ${later} have no row in common`);
      }
      console.log(describe(comparison, options));
      if (comparison.rows.some(({ verdict }) => verdict === 'slower')) {
        throw new Error('slower than before');
      }
    });
}

/** The comparison in words and a table. */
export function describe(
  { rows, missing }: Comparison,
  { tolerance, all = false }: { tolerance: number; all?: boolean },
): string {
  const count = (verdict: Compared['verdict']) => rows.filter((r) => r.verdict === verdict).length;
  const shown = all ? rows : rows.filter(({ verdict }) => /slower|faster/.test(verdict));
  const reasons = [...new Set(rows.flatMap(({ reason }) => reason ?? []))].map(
    (reason) => `  ${rows.filter((row) => row.reason === reason).length}: ${reason}`,
  );
  return [
    ...(shown.length > 0 ? [tableOf(shown), ''] : []),
    `${count('slower')} slower, ${count('faster')} faster, ${count('the same')} not shown to differ by more than ${Number((100 * tolerance).toPrecision(3))} %, ${count('not judged')} not judged`,
    ...reasons,
    ...(missing.length > 0 ? [`in one of the runs alone: ${missing.length}`] : []),
    ...(all ? missing.map((line) => `  ${line}`) : []),
  ].join('\n');
}

function tableOf(rows: readonly Compared[]): string {
  const table = new Table({
    head: ['row', 'against', 'later / earlier [95 %]', 'verdict'],
    style: { head: [], border: [], compact: true },
  });
  for (const { suite, subject, arm, backend, peers, ratio, low, high, verdict } of rows) {
    const name = `${suite}: ${subject}: ${arm}${backend === undefined ? '' : ` (${backend})`}`;
    const interval = Number.isNaN(low) ? '' : ` [${low.toFixed(2)}, ${high.toFixed(2)}]`;
    table.push([name, peers.join(', ') || 'the clock', `${ratio.toFixed(2)}${interval}`, verdict]);
  }
  return table.toString();
}
