import type { ArmSummary } from '../../../packages/experiments/src/results/records.ts';
import type { Table } from './read-runs.ts';

/** What the answer is given for, in words, and what its arms are called in the tables. */
export interface Headline {
  words: string;
  arms: readonly string[];
  /** A control has no line in the figure. */
  isControl?: true;
}

export const headlines: readonly Headline[] = [
  { words: 'Free scores', arms: ['dynamic-free'] },
  {
    words: 'A scoring pass by entropy, hard ones favoured',
    arms: ['dynamic-scored', 'dynamic-entropy-hard'],
  },
  { words: 'A scoring pass by AADT, hard ones favoured', arms: ['dynamic-aadt-hard'] },
  { words: 'A scoring pass by entropy, easy ones favoured', arms: ['dynamic-entropy-easy'] },
  { words: 'Bootstrapped, easy first', arms: ['bootstrapped', 'bootstrapped-entropy-easy'] },
  { words: 'Bootstrapped, hard first', arms: ['bootstrapped-entropy-hard'] },
  { words: 'Easy images alone for the first quarter', arms: ['switch-at-0.25'] },
  {
    words: 'Wrong labels: free scores by entropy, hard ones favoured',
    arms: ['free-entropy-hard'],
  },
  {
    words: 'Wrong labels: free scores, high losses favoured',
    arms: ['free-cross-entropy-hard'],
  },
  {
    words: 'Wrong labels: a scoring pass, low losses favoured',
    arms: ['scored-cross-entropy-easy-100'],
  },
  { words: 'Control: a random order', arms: ['random-order'], isControl: true },
  {
    words: "Control: free scores' weights dealt at random",
    arms: ['free-control'],
    isControl: true,
  },
  { words: 'Control: random scores', arms: ['random-scores'], isControl: true },
];

/** A headline's arm of each table that has it. */
export function armsOf({ arms }: Headline, tables: readonly Table[]): [Table, ArmSummary][] {
  return tables.flatMap((table) =>
    table.summary.arms
      .filter(({ arm }) => arms.includes(arm))
      .map((arm): [Table, ArmSummary] => [table, arm]),
  );
}
