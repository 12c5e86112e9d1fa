import { Command } from 'commander';
import { interval, percent } from '../results/format.ts';
import { plainTable } from '../results/plain-table.ts';
import type { TrainingRecord } from '../results/records.ts';
import { comparePaired, mean } from '../results/statistics.ts';
import { readRun } from '../running/read-run.ts';

/** `gradus compare`. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('Compare two runs arm by arm, on the seeds that both have finished.')
    .argument('<run>', 'a run folder')
    .argument('<other>', 'another')
    .action(async (run: string, other: string) => {
      const [a, b] = [await readRun(run), await readRun(other)];
      console.log(comparison(a.records, b.records, { a: run, b: other }));
    });
}

/** The table of differences b - a, for every arm, model and data set that both runs have. */
export function comparison(
  a: readonly TrainingRecord[],
  b: readonly TrainingRecord[],
  names: { a: string; b: string },
): string {
  const keyOf = ({ dataset, model, arm }: TrainingRecord) => `${dataset}, ${model}, ${arm}`;
  const keys = [...new Set(a.map(keyOf))].filter((key) =>
    b.some((record) => keyOf(record) === key),
  );
  const rows = keys.flatMap((key) => {
    const pairs = a
      .filter((record) => keyOf(record) === key)
      .flatMap((record) => {
        const twin = b.find((each) => keyOf(each) === key && each.seed === record.seed);
        return twin === undefined ? [] : [[record.testError, twin.testError] as const];
      });
    if (pairs.length === 0) return [];
    const [before, after] = [pairs.map((pair) => pair[0]), pairs.map((pair) => pair[1])];
    const compared = comparePaired(after, before);
    return [
      [key, String(pairs.length), percent(mean(before)), percent(mean(after)), interval(compared)],
    ];
  });
  if (rows.length === 0) return `${names.a} and ${names.b} have no arm and seed in common`;
  const table = plainTable(
    [
      { title: 'arm', align: 'left' },
      { title: 'seeds', align: 'right' },
      { title: 'first', align: 'right' },
      { title: 'second', align: 'right' },
      { title: 'second - first [95 %]', align: 'right' },
    ],
    rows,
  );
  return [
    `test error of ${names.a} (first) and ${names.b} (second)`,
    '',
    table,
    '',
    'Differences are seed by seed, in percentage points; below 0 the second is better.',
  ].join('\n');
}
