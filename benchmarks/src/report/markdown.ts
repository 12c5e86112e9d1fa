import { goalLines } from '../goal.ts';
import type { Row } from '../suite.ts';
import { ratio, time } from './format.ts';
import { bySubject, label } from './labels.ts';
import type { Ran, Report } from './report.ts';

/** The rows as tables in Markdown. Ratios are to the first measured arm of the same subject. */
export function markdown({ name, question, backends, rows, goals = [] }: Report): string {
  const lines = [`## ${name}`, '', question];
  const launches = rows.some((row) => 'launch' in row && row.launch !== undefined);
  const heads = ['arm', 'median', 'p25 to p75', 'min', 'first call'];
  if (launches) heads.push('not read back');
  heads.push('runs', 'time / first arm');
  for (const { subject, rows: ours, base } of bySubject(rows)) {
    lines.push('', `### ${subject}`, '');
    lines.push(`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`);
    for (const row of ours) {
      const cells = cellsOf(row, base, backends, launches);
      lines.push(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
    }
  }
  if (goals.length > 0)
    lines.push('', '### Goals', '', ...goalLines(goals).map((line) => `- ${line}`));
  return lines.join('\n');
}

function cellsOf(row: Row, base: number, backends: Ran[], launches: boolean): string[] {
  const who = label(row, backends);
  if ('absent' in row) {
    const why = `not here: ${row.absent.replace(/\s+/g, ' ')}`;
    return [who, why, ...Array(launches ? 6 : 5).fill('')];
  }
  const maybe = (ms: number | undefined) => (ms === undefined ? '' : time(ms));
  return [
    who,
    time(row.median),
    `${time(row.p25)} to ${time(row.p75)}`,
    time(row.min),
    maybe(row.cold),
    ...(launches ? [maybe(row.launch)] : []),
    String(row.samples),
    ratio(row.median / base),
  ];
}
