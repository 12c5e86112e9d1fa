import { dot, lineY, type Markish, ruleX, scale, text } from '@observablehq/plot';
import { shortened } from '../report/html.ts';
import { dash, filePaint, type Paint } from '../report/palette.ts';
import { spread } from '../report/spread.ts';
import { svg } from '../report/svg.ts';
import type { FactorBin } from './factor-bins.ts';
import { rho } from './format.ts';
import type { FactorNumbers } from './inspection.ts';

export const FACTOR_SIZE = { width: 410, height: 250 };
const MARGIN = { marginTop: 40, marginRight: 130, marginBottom: 48, marginLeft: 50 };
/** Room for names that stand aslant. */
const ASLANT = { marginBottom: 84, marginLeft: 66 };
const LABEL_GAP = 17;
/** As many kinds' names as fit under the figure level, and aslant. */
const MOST_NAMES = { level: 4, aslant: 24 };

/** Draws the mean score of each bin of a factor with its 95 % interval: kinds side by side, a quantity as a line for each class. */
export function factorFigure(
  { name, unit, groups, kinds }: FactorNumbers,
  scorer: string,
  paint: Paint = filePaint,
): string {
  const bins = groups.flatMap((group) => group.bins);
  const top = Math.max(...bins.map((bin) => bin.score + (bin.reach ?? 0)), Number.MIN_VALUE);
  const low = Math.min(0, ...bins.map((bin) => bin.score - (bin.reach ?? 0)));
  const aslant = kinds && bins.length > MOST_NAMES.level;
  const y = { domain: [low, 1.04 * top] };
  const marks = groups.flatMap((group, i): Markish[] => {
    const stroke = paint.arm(i + 1);
    const x = 'at';
    const ends = group.bins.map((bin) => ({
      ...bin,
      low: bin.score - (bin.reach ?? 0),
      high: bin.score + (bin.reach ?? 0),
    }));
    return [
      ruleX(ends, { x, y1: 'low', y2: 'high', stroke, strokeWidth: 2 }),
      ...(kinds
        ? []
        : [lineY(ends, { x, y: 'score', stroke, strokeWidth: 2, strokeDasharray: dash(i) })]),
      dot(ends, { x, y: 'score', fill: stroke, r: 3.5 }),
    ];
  });
  return svg(
    [
      text([`${scorer} by ${name}`], {
        frameAnchor: 'top-left',
        dx: 8 - (aslant ? ASLANT : MARGIN).marginLeft,
        dy: -26,
        fill: paint.ink,
        fontWeight: 600,
      }),
      ...marks,
      ...(kinds ? [] : labels(groups, y.domain, paint)),
    ],
    {
      ...FACTOR_SIZE,
      ...MARGIN,
      ...(kinds ? { marginRight: 16 } : {}),
      ...(aslant ? ASLANT : {}),
      paint,
      x: {
        label: kinds ? null : unit,
        labelAnchor: 'center',
        labelOffset: 36,
        labelArrow: 'none',
        ...(kinds
          ? {
              type: 'point' as const,
              domain: bins.map(({ at }) => at),
              padding: 0.6,
              tickFormat: (name: string) =>
                bins.length > MOST_NAMES.aslant ? '' : shortened(name, 12),
              ...(aslant ? { tickRotate: -40 } : {}),
            }
          : { ticks: 4 }),
      },
      y: { ...y, label: null, ticks: 5 },
    },
    { title: `Mean ${scorer} by ${name}`, description: inWords(groups) },
  );
}

/** Each class's name and rank correlation at the end of its line, moved apart. */
function labels(
  groups: FactorNumbers['groups'],
  domain: [number, number] | number[],
  paint: Paint,
): Markish[] {
  const bottom = FACTOR_SIZE.height - MARGIN.marginBottom;
  const down = scale({ y: { type: 'linear', domain, range: [bottom, MARGIN.marginTop] } });
  const ends = groups.map(({ bins }) => down.apply((bins.at(-1) as FactorBin).score));
  const at = spread(ends, LABEL_GAP, [MARGIN.marginTop, bottom]);
  return groups.map(({ name, correlation }, i) =>
    text([`${name} ${rho(correlation)}`], {
      frameAnchor: 'right',
      y: [down.invert?.(at[i] as number)],
      dx: 10,
      textAnchor: 'start',
      fill: paint.arm(i + 1),
      fontWeight: 600,
    }),
  );
}

function inWords(groups: FactorNumbers['groups']): string {
  const each = groups.map(({ name, bins }) => {
    const all = bins.map(
      ({ at, score }) =>
        `${typeof at === 'string' ? at : at.toPrecision(3)}: ${score.toPrecision(3)}`,
    );
    return `${name === null ? '' : `${name} at `}${all.join('; ')}.`;
  });
  return each.join(' ');
}
