import { axisX, axisY, cell, text } from '@observablehq/plot';
import { filePaint, type Paint } from '../report/palette.ts';
import { svg } from '../report/svg.ts';
import { rho } from './format.ts';
import type { Inspection } from './inspection.ts';

const CELL = { width: 68, height: 34 };
const MARGIN = { marginTop: 64, marginRight: 12, marginBottom: 12, marginLeft: 130 };

/** Draws how alike scorers rank the samples as a matrix: darker is more alike; opposite ranks have another colour. */
export function agreementFigure(
  { scorers, agreement }: Pick<Inspection, 'scorers' | 'agreement'>,
  paint: Paint = filePaint,
): string {
  const cells = agreement.flatMap((row, i) =>
    row.map((value, j) => ({ row: scorers[i] as string, column: scorers[j] as string, value })),
  );
  const found = cells.filter(({ value }) => value !== null);
  const of = (sign: number) => found.filter(({ value }) => Math.sign(value as number) === sign);
  const shade = (sign: number, place: number) =>
    cell(of(sign), {
      x: 'column',
      y: 'row',
      fill: paint.arm(place),
      // Light enough for the numbers on it.
      fillOpacity: ({ value }) => 0.45 * Math.abs(value as number),
      inset: 1,
    });
  const pairs = found.filter(({ row, column }) => scorers.indexOf(row) < scorers.indexOf(column));
  const sorted = [...pairs].sort((a, b) => (a.value as number) - (b.value as number));
  const inWords = ({ row, column, value }: (typeof cells)[number]) =>
    `${row} and ${column} ${(value as number).toFixed(2)}`;
  return svg(
    [
      shade(1, 1),
      shade(-1, 2),
      text(cells, {
        x: 'column',
        y: 'row',
        text: ({ value }) => rho(value),
        fill: paint.ink,
      }),
      axisX({ anchor: 'top', tickSize: 0, label: null, lineWidth: 5 }),
      axisY({ tickSize: 0, label: null }),
    ],
    {
      width: MARGIN.marginLeft + MARGIN.marginRight + CELL.width * scorers.length,
      height: MARGIN.marginTop + MARGIN.marginBottom + CELL.height * scorers.length,
      ...MARGIN,
      paint,
      x: { domain: scorers, padding: 0 },
      y: { domain: scorers, padding: 0 },
      opacity: { type: 'identity' },
    },
    {
      title: 'Rank correlation between scorers after the last update',
      description:
        sorted.length === 0
          ? 'No two scorers can be compared.'
          : `Most alike: ${inWords(sorted.at(-1) as (typeof cells)[number])}. Least alike: ${inWords(sorted[0] as (typeof cells)[number])}.`,
    },
  );
}
