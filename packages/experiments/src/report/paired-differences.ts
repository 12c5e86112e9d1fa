import { dot, link, type Markish, ruleX, text } from '@observablehq/plot';
import { interval } from '../results/format.ts';
import type { ArmSummary, TableSummary, TrainingRecord } from '../results/records.ts';
import { shortened } from './html.ts';
import { filePaint, type Paint, places } from './palette.ts';
import { svg } from './svg.ts';

const WIDTH = 760;
const ROW = 62;
const MARGIN = { marginTop: 30, marginRight: 178, marginBottom: 54, marginLeft: 172 };

/** A seed on which both an arm and uniform have finished; the difference in percentage points. */
export interface SeedDifference {
  arm: string;
  seed: number;
  difference: number;
}

/** Each arm's test error less uniform's, seed by seed, in percentage points. */
export function seedDifferences(records: readonly TrainingRecord[]): SeedDifference[] {
  const uniform = new Map(
    records.filter(({ arm }) => arm === 'uniform').map((record) => [record.seed, record.testError]),
  );
  return records.flatMap(({ arm, seed, testError }) => {
    const base = uniform.get(seed);
    if (arm === 'uniform' || base === undefined) return [];
    const difference = 100 * (testError - base);
    return Number.isFinite(difference) ? [{ arm, seed, difference }] : [];
  });
}

/**
 * Draws each arm's differences to uniform as SVG text: a ring for each seed, above them the mean
 * with its 95 % interval, and a line at 0.
 *
 * @param records Of one data set and model.
 * @param table What `summarize` made of them: means and intervals are taken from it.
 * @param paint Colours; by default those of a file of its own, on white.
 * @returns null where nothing can be compared with uniform.
 */
export function pairedDifferences(
  records: readonly TrainingRecord[],
  table: TableSummary,
  paint: Paint = filePaint,
): string | null {
  const arms = table.arms.filter((arm) => arm.difference !== null);
  const seeds = seedDifferences(records);
  if (arms.length === 0) return null;
  const place = places(table.arms.map((arm) => arm.arm));
  const ends = arms.flatMap((arm) => [arm.difference as number, ...(arm.ci95 ?? [])]);
  const reach = [0, ...ends.map((end) => 100 * end), ...seeds.map((seed) => seed.difference)];
  const [low, high] = [Math.min(...reach), Math.max(...reach)];
  const space = Math.max(0.06 * (high - low), 0.05);
  return svg(
    [
      ruleX([0], { stroke: paint.ink, strokeWidth: 1.5 }),
      text(['uniform'], { x: [0], frameAnchor: 'top', dy: -16, fill: paint.ink }),
      ...arms.flatMap((arm, row) =>
        marksOf(arm, row, seeds, paint.arm(place.get(arm.arm) ?? 0), paint),
      ),
    ],
    {
      width: WIDTH,
      height: MARGIN.marginTop + arms.length * ROW + MARGIN.marginBottom,
      ...MARGIN,
      paint,
      x: {
        domain: [low - space, high + space],
        ticks: 6,
        grid: true,
        label: 'difference in test error, percentage points (below 0: better than uniform)',
        labelAnchor: 'center',
        labelOffset: 42,
        labelArrow: 'none',
      },
      y: {
        domain: [-0.5, arms.length - 0.5],
        range: [MARGIN.marginTop, MARGIN.marginTop + arms.length * ROW],
        axis: null,
      },
    },
    {
      title: 'Paired differences: test error of each arm less that of uniform, seed by seed',
      description: arms.map((arm) => `${arm.arm}: ${interval(arm)} percentage points.`).join(' '),
    },
  );
}

function marksOf(
  arm: ArmSummary,
  row: number,
  all: readonly SeedDifference[],
  colour: string,
  paint: Paint,
): Markish[] {
  const seeds = all.filter((seed) => seed.arm === arm.arm);
  const mean = 100 * (arm.difference as number);
  const above = row - 0.2;
  const whiskers = arm.ci95 === null ? [] : arm.ci95.map((end) => 100 * end);
  return [
    ...(whiskers.length === 2
      ? [
          link([0], {
            x1: [whiskers[0]],
            x2: [whiskers[1]],
            y1: [above],
            y2: [above],
            stroke: colour,
            strokeWidth: 3,
          }),
          ...whiskers.map((end) =>
            link([0], {
              x1: [end],
              x2: [end],
              y1: [above - 0.1],
              y2: [above + 0.1],
              stroke: colour,
              strokeWidth: 2,
            }),
          ),
        ]
      : []),
    dot([0], { x: [mean], y: [above], symbol: 'diamond', r: 6, fill: colour, stroke: paint.paper }),
    dot(seeds, {
      x: 'difference',
      // In turn a little higher and lower, so that seeds of equal difference are both seen.
      y: (_: SeedDifference, i: number) => row + 0.14 + 0.09 * (i % 3),
      r: 4,
      stroke: colour,
      strokeWidth: 1.5,
      title: ({ seed, difference }: SeedDifference) => `seed ${seed}: ${difference.toFixed(2)}`,
    }),
    text([shortened(arm.arm, 17)], {
      y: [row],
      frameAnchor: 'left',
      textAnchor: 'end',
      dx: -14,
      fill: colour,
      fontWeight: 600,
    }),
    text([interval(arm)], {
      y: [row],
      frameAnchor: 'right',
      textAnchor: 'start',
      dx: 12,
      fill: paint.ink,
    }),
  ];
}
