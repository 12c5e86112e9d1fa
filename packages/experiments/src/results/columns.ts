import { count, interval, percent, points, seconds } from './format.ts';
import type { ArmSummary } from './records.ts';

/** A column of the comparison table, the same in the terminal and in the report. */
export interface Column {
  title: string;
  align: 'left' | 'right';
  cell(arm: ArmSummary): string;
}

export const columns: readonly Column[] = [
  { title: 'arm', align: 'left', cell: (arm) => arm.arm },
  { title: 'test error', align: 'right', cell: (arm) => percent(arm.meanTestError) },
  { title: 'sd', align: 'right', cell: (arm) => points(arm.sd).replace('+', '') },
  { title: 'difference [95 %]', align: 'right', cell: interval },
  { title: 'updates', align: 'right', cell: (arm) => count(arm.steps) },
  { title: 'cost in updates', align: 'right', cell: (arm) => count(arm.updateEquivalents) },
  { title: 'CPU time', align: 'right', cell: (arm) => seconds(arm.meanCpuMs) },
];

/** What a reader must know to read the table, a sentence each. */
export function notes(seeds: number): string[] {
  return [
    'Differences are to uniform, seed by seed, in percentage points; below 0 is better.',
    'Cost in updates adds scoring passes and the reference model; CPU time is one training with its scoring.',
    seeds < 12
      ? `${seeds} ${seeds === 1 ? 'seed carries no interval' : 'seeds carry an interval, not a verdict'}: a claim wants 16 fresh ones.`
      : 'p values after Holm are in summary.json.',
  ];
}
