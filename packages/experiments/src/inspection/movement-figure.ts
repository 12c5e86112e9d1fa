import { dot, frame, lineY, ruleY, text } from '@observablehq/plot';
import { filePaint, type Paint } from '../report/palette.ts';
import { svg } from '../report/svg.ts';
import type { Inspection } from './inspection.ts';

const COLUMNS = 4;
const MARGIN_LEFT = 42;
const PANEL_HEIGHT = 150;

/** Draws for each scorer how alike its ranks at a time are to its last ones, a panel each. */
export function movementFigure(
  { scorers, movement }: Pick<Inspection, 'scorers' | 'movement'>,
  paint: Paint = filePaint,
): string {
  const panel = (scorer: string) => {
    const place = scorers.indexOf(scorer);
    return { fx: place % COLUMNS, fy: Math.floor(place / COLUMNS) };
  };
  const points = scorers.flatMap((scorer) =>
    (movement[scorer] ?? []).flatMap(([step, value]) =>
      value === null ? [] : [{ ...panel(scorer), step, value }],
    ),
  );
  const rows = Math.ceil(scorers.length / COLUMNS);
  const last = Math.max(1, ...points.map(({ step }) => step));
  const low = Math.min(0, ...points.map(({ value }) => value));
  const facet = { fx: 'fx', fy: 'fy' };
  return svg(
    [
      frame({ stroke: paint.rule }),
      ruleY([0], { stroke: paint.rule }),
      lineY(points, {
        ...facet,
        x: 'step',
        y: 'value',
        stroke: paint.arm(1),
        strokeWidth: 2,
        z: null,
      }),
      dot(points, { ...facet, x: 'step', y: 'value', fill: paint.arm(1), r: 2.2 }),
      text([{ fx: 0, fy: 0 }], {
        ...facet,
        text: () => 'rank correlation with the last scores',
        frameAnchor: 'top-left',
        dx: 4 - MARGIN_LEFT,
        dy: -40,
        fill: paint.ink,
      }),
      text(
        scorers.map((scorer) => ({ ...panel(scorer), scorer })),
        {
          ...facet,
          text: 'scorer',
          frameAnchor: 'top-left',
          dy: -17,
          fill: paint.ink,
          fontWeight: 600,
        },
      ),
    ],
    {
      width: 760,
      height: 84 + rows * (PANEL_HEIGHT + 30),
      marginTop: 54,
      marginBottom: 46,
      marginLeft: MARGIN_LEFT,
      marginRight: 24,
      paint,
      fx: { axis: null, padding: 0.2 },
      fy: { axis: null, padding: 0.26 },
      x: {
        ticks: [0, last / 2, last],
        tickFormat: (step: number) => Math.round(step).toLocaleString('en'),
        label: 'updates',
        labelArrow: 'none',
        labelAnchor: 'center',
        labelOffset: 35,
      },
      y: { domain: [low, 1], ticks: 5, label: null },
    },
    {
      title: 'Rank correlation of the scores at a time with the last ones',
      description: scorers.map((scorer) => inWords(scorer, movement[scorer] ?? [])).join(' '),
    },
  );
}

function inWords(scorer: string, points: readonly [number, number | null][]): string {
  const half = (points.at(-1)?.[0] ?? 0) / 2;
  const middle = points.find(([step]) => step >= half);
  if (middle === undefined || middle[1] === null) return `${scorer} has no ranks to compare.`;
  return `${scorer}: ${middle[1].toFixed(2)} after ${middle[0]} updates.`;
}
