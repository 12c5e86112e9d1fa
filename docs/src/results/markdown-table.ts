/** A column of a table of the page. */
export interface Column<Row> {
  title: string;
  /** Words to the left, numbers to the right. */
  align: 'left' | 'right';
  cell(row: Row): string;
}

/** A table in Markdown, its columns as wide as their widest cells, as Biome has them. */
export function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => cell(row).replaceAll('|', '\\|'))),
  ];
  const widths = columns.map((_, i) =>
    Math.max(3, ...cells.map((line) => [...(line[i] as string)].length)),
  );
  const padded = (line: readonly string[]) =>
    line.map((text, i) => {
      const room = ' '.repeat((widths[i] as number) - [...text].length);
      return columns[i]?.align === 'right' ? room + text : text + room;
    });
  const rule = columns.map(({ align }, i) =>
    align === 'right'
      ? `${'-'.repeat((widths[i] as number) - 1)}:`
      : '-'.repeat(widths[i] as number),
  );
  const [head, ...body] = cells.map(padded);
  return [head as string[], rule, ...body].map((line) => `| ${line.join(' | ')} |`).join('\n');
}
