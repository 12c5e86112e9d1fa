import { galleryFiles, type ReportFile } from './gallery.ts';
import { learningCurves } from './learning-curves.ts';
import { pairedDifferences } from './paired-differences.ts';
import type { ReportInput } from './report-input.ts';
import { recordsOf, reportPage } from './report-page.ts';

/**
 * Makes the files of a report: `report.html` and its figures, each by itself: for the n-th table
 * `learning-curves-<n>.svg` and `paired-differences-<n>.svg`, and `gallery-hardest.png` and
 * `gallery-easiest.png`. A figure that there is nothing for is left out.
 */
export function reportFiles(input: ReportInput): ReportFile[] {
  const { summary, records, gallery } = input;
  const figures = summary.tables.flatMap((table, i) => {
    const some = recordsOf(table, records);
    return [
      { name: `learning-curves-${i + 1}.svg`, data: learningCurves(some) },
      { name: `paired-differences-${i + 1}.svg`, data: pairedDifferences(some, table) },
    ];
  });
  return [
    { name: 'report.html', data: reportPage(input) },
    ...figures.flatMap(({ name, data }) => (data === null ? [] : [{ name, data }])),
    ...(gallery === undefined ? [] : galleryFiles(gallery)),
  ];
}
