/** A column of a table of the page. */
export interface Column<Row> {
  title: string;
  /** Words to the left, numbers to the right. */
  align: 'left' | 'right';
  cell(row: Row): string;
}

/** A table in Markdown. */
export function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row).replaceAll('|', '\\|')))),
  ].join('\n');
}
