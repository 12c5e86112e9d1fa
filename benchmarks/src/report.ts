import type { Machine } from './machine.ts';
import type { Row, Suite } from './suite.ts';

/** What a suite found: a file of results. */
export interface Report {
  suite: string;
  question: string;
  date: string;
  machine: Machine;
  backends: { name: string; device: string }[];
  /** `--full` or not. */
  full: boolean;
  unit: 'ms per operation';
  rows: Row[];
}

/** The rows as a table in Markdown. Ratios are to the first measured arm of the same subject. */
export function markdown({ name, question }: Suite, rows: Row[]): string {
  const lines = [`## ${name}`, '', question];
  for (const subject of new Set(rows.map((row) => row.subject))) {
    const ours = rows.filter((row) => row.subject === subject);
    const first = ours.find((row) => 'median' in row);
    const base = first && 'median' in first ? first.median : Number.NaN;
    lines.push('', `### ${subject}`, '');
    lines.push('| arm | median | p25 to p75 | min | first call | runs | time / first arm |');
    lines.push('| --- | --- | --- | --- | --- | --- | --- |');
    for (const row of ours) lines.push(`| ${cells(row, base).join(' | ')} |`);
  }
  return lines.join('\n');
}

function cells(row: Row, base: number): string[] {
  const who = row.backend === undefined ? row.arm : `${row.arm} (${row.backend})`;
  if ('absent' in row)
    return [who, `not here: ${row.absent.replace(/\s+/g, ' ')}`, '', '', '', '', ''];
  return [
    who,
    time(row.median),
    `${time(row.p25)} to ${time(row.p75)}`,
    time(row.min),
    row.cold === undefined ? '' : time(row.cold),
    String(row.samples),
    (row.median / base).toPrecision(3),
  ];
}

function time(ms: number): string {
  const [unit, factor] =
    ms >= 1000 ? ['s', 1e-3] : ms >= 1 ? ['ms', 1] : ms >= 1e-3 ? ['µs', 1e3] : ['ns', 1e6];
  return `${Number((ms * (factor as number)).toPrecision(3))} ${unit}`;
}
