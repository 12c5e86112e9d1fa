import { galleryPng, type ReportFile } from '../report/gallery.ts';
import { agreementFigure } from './agreement-figure.ts';
import { dataMapFigure } from './data-map-figure.ts';
import { FACTOR_SIZE, factorFigure } from './factor-figure.ts';
import { byScorer, dataMapRows, overTime, ROW, type Row } from './galleries.ts';
import type { History } from './history.ts';
import { inspectionOf, wrongIn } from './inspection.ts';
import { inspectionPage } from './inspection-page.ts';
import type { Look } from './look.ts';
import { movementFigure } from './movement-figure.ts';
import { sheet } from './sheet.ts';

const SIDE = 64;

/**
 * Makes the files of an inspection: `inspection.html` with everything, `inspection.json` with the numbers, and the
 * pictures one by one. A row of `hardest.png` and `easiest.png` is a scorer, in the order of the numbers; a row of
 * `hardest-<scorer>.png` and `easiest-<scorer>.png` a moment of training; the rows of `data-map.png` are what is easy
 * to learn, ambiguous, and hard to learn.
 *
 * @param command What to type to have them again.
 */
export function inspectionFiles(history: History, command: string): ReportFile[] {
  const inspection = inspectionOf(history);
  const own = inspection.scorers[0] as string;
  const wrong = wrongIn(history, history.looks.at(-1) as Look);
  const factors = inspection.factors.map((factor) => ({
    drawn: factorFigure(factor, own),
    ...FACTOR_SIZE,
  }));
  return [
    { name: 'inspection.html', data: inspectionPage(history, inspection, command) },
    { name: 'inspection.json', data: `${JSON.stringify(inspection)}\n` },
    { name: 'factors.svg', data: sheet(factors, 3, `Mean ${own} by what is known of a sample`) },
    { name: 'agreement.svg', data: agreementFigure(inspection) },
    { name: 'movement.svg', data: movementFigure(inspection) },
    { name: 'data-map.svg', data: dataMapFigure({ ...history, wrong }) },
    ...(['hardest', 'easiest'] as const).flatMap((end) => [
      ...sheetOf(end, byScorer(history, end)),
      ...inspection.scorers.flatMap((scorer) =>
        sheetOf(`${end}-${scorer.replace(/[^\w.-]+/g, '-')}`, overTime(history, scorer, end)),
      ),
    ]),
    ...sheetOf('data-map', dataMapRows(history)),
  ];
}

/** The rows as one picture; nothing where there are none. */
function sheetOf(name: string, rows: readonly Row[]): ReportFile[] {
  if (rows.length === 0) return [];
  const items = rows.flatMap((row) => row.items);
  const columns = Math.min(ROW, rows[0]?.items.length ?? 1);
  const titles = rows.map(({ title }) => title).join('; ');
  return [{ name: `${name}.png`, data: galleryPng(items, titles, { columns, side: SIDE }) }];
}
