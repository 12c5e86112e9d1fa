import type { Row } from '../suite.ts';
import type { Ran } from './report.ts';

/** What a row is called: its arm, its version, and the backend, marked where that is emulated. */
export function label(row: Row, backends: readonly Ran[]): string {
  const { arm, backend } = row;
  const about = 'about' in row && row.about !== undefined ? ` ${row.about}` : '';
  if (backend === undefined) return `${arm}${about}`;
  const software = backends.some(({ name, software }) => name === backend && software);
  return `${arm}${about} (${backend}${software ? ', software' : ''})`;
}

/** The rows by their subjects, in order. */
export function bySubject(rows: readonly Row[]): { subject: string; rows: Row[]; base: number }[] {
  return [...new Set(rows.map((row) => row.subject))].map((subject) => {
    const ours = rows.filter((row) => row.subject === subject);
    const first = ours.find((row) => 'median' in row);
    return { subject, rows: ours, base: first && 'median' in first ? first.median : Number.NaN };
  });
}
