import { count, interval, percent, points, probability, seconds, share } from './format.ts';
import type { ArmSummary, TableSummary } from './records.ts';

/** A column of the comparison table, the same in the terminal and in the report. */
export interface Column {
  title: string;
  align: 'left' | 'right';
  cell(arm: ArmSummary): string;
}

const equalCost: Column = {
  title: 'to equal cost [95 %]',
  align: 'right',
  cell: (arm) => (arm.equalCost === null ? interval(NOTHING) : interval(arm.equalCost)),
};
const NOTHING = { difference: null, ci95: null };

/** The columns of a table: that of equal cost only where something has it. */
export function columnsOf({ arms }: Pick<TableSummary, 'arms'>): Column[] {
  return [
    { title: 'arm', align: 'left', cell: (arm) => arm.arm },
    { title: 'test error', align: 'right', cell: (arm) => percent(arm.meanTestError) },
    { title: 'sd', align: 'right', cell: (arm) => points(arm.sd).replace('+', '') },
    { title: 'difference [95 %]', align: 'right', cell: interval },
    { title: 'p (Holm)', align: 'right', cell: (arm) => probability(arm.pHolm) },
    ...(arms.some((arm) => arm.equalCost !== null) ? [equalCost] : []),
    { title: 'updates', align: 'right', cell: (arm) => count(arm.steps) },
    { title: 'cost in updates', align: 'right', cell: (arm) => count(arm.updateEquivalents) },
    { title: 'reaches uniform', align: 'right', cell: (arm) => share(arm.costShareToUniform) },
    { title: 'CPU time', align: 'right', cell: (arm) => seconds(arm.meanCpuMs) },
  ];
}

/** What a reader must know to read the table, a sentence each. */
export function notes({ arms, comparisons }: Pick<TableSummary, 'arms' | 'comparisons'>): string[] {
  const seeds = Math.max(...arms.map((arm) => arm.n));
  return [
    'Differences are to uniform, seed by seed, in percentage points; below 0 is better.',
    ...(arms.some((arm) => arm.equalCost !== null)
      ? [
          'Those to equal cost are to a uniform arm that was given as many updates as the arm costs, or as a dearer one does.',
        ]
      : []),
    'Cost in updates adds scoring, drawing and the reference model; CPU time is one training with its scoring.',
    'Reaches uniform: the part of uniform’s cost after which the validation error is at uniform’s last.',
    seeds < 12
      ? `${seeds} ${seeds === 1 ? 'seed carries no interval' : 'seeds carry an interval, not a verdict'}: a claim wants 16 fresh ones.`
      : `p: paired t test after Holm over ${comparisons} comparisons; summary.json has the sign-flip test beside it.`,
  ];
}
