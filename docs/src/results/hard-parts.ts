import { rho } from '../../../packages/experiments/src/inspection/format.ts';
import type { Inspection } from '../../../packages/experiments/src/inspection/inspection.ts';
import { markdownTable } from './markdown-table.ts';

/** Whose pictures and numbers these are. */
export function inspectedPart({ title, samples, trainingError }: Inspection): string {
  const [step, error] = trainingError.at(-1) as [number, number];
  const count = (value: number) => value.toLocaleString('en');
  return `${title}: ${count(samples)} training images, of which the net gets ${(100 * error).toFixed(2)} % wrong after ${count(step)} updates.`;
}

/** The rank correlations of scorers with one another after the last update. */
export function agreementPart({ scorers, agreement }: Inspection): string {
  return markdownTable(
    [
      { title: 'scorer', align: 'left', cell: (i) => scorers[i] as string },
      ...scorers.map((title, j) => ({
        title,
        align: 'right' as const,
        cell: (i: number) => rho(agreement[i]?.[j]),
      })),
    ],
    [...scorers.keys()],
  );
}

/** The rank correlations of factors with scorers after the last update. */
export function factorsPart({ scorers, factors }: Inspection): string {
  return markdownTable(
    [
      { title: 'factor', align: 'left', cell: ({ name }) => name },
      ...scorers.map((scorer) => ({
        title: scorer,
        align: 'right' as const,
        cell: ({ correlation }: Inspection['factors'][number]) => rho(correlation[scorer]),
      })),
    ],
    factors.filter(({ kinds }) => !kinds),
  );
}

/** The rank correlation of scores at quarters of the training with the last ones. */
export function movementPart({ scorers, movement }: Inspection): string {
  const steps = (movement[scorers[0] as string] ?? []).map(([step]) => step);
  const last = steps.at(-1) as number;
  const quarters = [0, 0.25, 0.5, 0.75].map((share) => share * last);
  return markdownTable(
    [
      { title: 'scorer', align: 'left', cell: (scorer) => scorer },
      ...quarters.map((wanted) => ({
        title: `after ${wanted}`,
        align: 'right' as const,
        cell: (scorer: string) => rho(movement[scorer]?.find(([step]) => step === wanted)?.[1]),
      })),
    ],
    scorers,
  );
}
