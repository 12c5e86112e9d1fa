import { type Dataset, standardise } from '@gradus/datasets';

/** What `gradus data show` prints of a set: its size, mean and sd, and how many samples each class has. */
export function describe(dataset: Dataset): string {
  const { name, count, shape, classNames, labels } = dataset;
  const { mean, sd } = standardise(dataset);
  const counts = new Array<number>(classNames.length).fill(0);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  const some = (values: number[]) =>
    values
      .slice(0, 8)
      .map((value) => value.toFixed(4))
      .join(' ') + (values.length > 8 ? ' ...' : '');
  const width = Math.max(...classNames.map((className) => className.length));
  const digits = String(Math.max(...counts)).length;
  return [
    `${name}: ${count} samples of ${shape.join(' x ') || 'one number'}, ${classNames.length} classes`,
    `mean ${some(mean)}`,
    `sd   ${some(sd)}`,
    ...classNames.map(
      (className, c) => `${className.padEnd(width)}  ${String(counts[c]).padStart(digits)}`,
    ),
  ].join('\n');
}
