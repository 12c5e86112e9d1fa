import { areaY, dot, lineY, link, type Markish, ruleY, scale, text } from '@observablehq/plot';
import type { TrainingRecord } from '../results/records.ts';
import { type CurveBand, curveBands } from './curve-bands.ts';
import { shortened } from './html.ts';
import { dash, filePaint, type Paint, places } from './palette.ts';
import { spread } from './spread.ts';
import { svg } from './svg.ts';

const SIZE = { width: 760, height: 410 };
const MARGIN = { marginTop: 40, marginRight: 200, marginBottom: 52, marginLeft: 52 };
const LABEL_GAP = 18;

/**
 * Draws validation error against updates as SVG text: of each arm the mean over its seeds, and the
 * band from the best seed to the worst. The error's axis is logarithmic where the errors are far
 * apart, as the end of training would be flat otherwise.
 *
 * @param records Of one data set and model. The order of arms is the order of colours.
 * @param paint Colours; by default those of a file of its own, on white.
 * @returns null where no arm has a curve.
 */
export function learningCurves(
  records: readonly TrainingRecord[],
  paint: Paint = filePaint,
): string | null {
  const bands = curveBands(records);
  if (bands.length === 0) return null;
  const points = bands.flatMap((band) => band.points);
  const last = Math.max(...points.map((point) => point.step), 1);
  const low = 100 * Math.min(...points.map((point) => point.low));
  const high = 100 * Math.max(...points.map((point) => point.high));
  const logarithmic = low > 0 && high / low > 3;
  const y = logarithmic
    ? { type: 'log' as const, domain: [low / 1.05, high * 1.05] }
    : { type: 'linear' as const, domain: [Math.min(0, low), Math.max(high, low + 1) * 1.02] };
  const x = { type: 'linear' as const, domain: [0, last] };
  const place = places(records.map((record) => record.arm));
  const title = 'Learning curves: validation error against updates';
  return svg(
    [
      ruleY(ticksOf(y), { stroke: paint.rule, strokeOpacity: 0.6 }),
      text([`validation error (%${logarithmic ? ', logarithmic' : ''})`], {
        frameAnchor: 'top-left',
        dx: 4 - MARGIN.marginLeft,
        dy: -30,
        fill: paint.ink,
      }),
      ...bands.flatMap((band) => curve(band, place.get(band.arm) ?? 0, paint)),
      ...labels(bands, { x, y }, place, paint),
    ],
    {
      ...SIZE,
      ...MARGIN,
      paint,
      x: {
        ...x,
        label: 'updates',
        labelAnchor: 'center',
        labelOffset: 40,
        labelArrow: 'none',
        ticks: 6,
      },
      y: {
        ...y,
        ticks: ticksOf(y),
        tickFormat: (value: number) => String(value),
        label: null,
      },
    },
    { title, description: bands.map(inWords).join(' ') },
  );
}

function curve({ points }: CurveBand, place: number, paint: Paint): Markish[] {
  const stroke = paint.arm(place);
  const x = 'step';
  const percent = (key: 'mean' | 'low' | 'high') => (point: CurveBand['points'][number]) =>
    100 * point[key];
  return [
    areaY(points, { x, y1: percent('low'), y2: percent('high'), fill: stroke, fillOpacity: 0.13 }),
    lineY(points, { x, y: percent('mean'), stroke, strokeWidth: 2, strokeDasharray: dash(place) }),
    dot(points.slice(-1), { x, y: percent('mean'), fill: stroke, r: 3 }),
  ];
}

/** Names at the ends of the curves, moved apart, each with a line in its arm's dashes to its curve. */
function labels(
  bands: readonly CurveBand[],
  axes: {
    x: { type: 'linear'; domain: number[] };
    y: { type: 'linear' | 'log'; domain: number[] };
  },
  place: ReadonlyMap<string, number>,
  paint: Paint,
): Markish[] {
  const right = SIZE.width - MARGIN.marginRight;
  const bottom = SIZE.height - MARGIN.marginBottom;
  const across = scale({ x: { ...axes.x, range: [MARGIN.marginLeft, right] } });
  const down = scale({ y: { ...axes.y, range: [bottom, MARGIN.marginTop] } });
  const ends = bands.map((band) => band.points.at(-1) as CurveBand['points'][number]);
  const at = spread(
    ends.map((end) => down.apply(100 * end.mean)),
    LABEL_GAP,
    [MARGIN.marginTop, bottom],
  );
  return bands.flatMap(({ arm }, i): Markish[] => {
    const end = ends[i] as CurveBand['points'][number];
    const colour = paint.arm(place.get(arm) ?? 0);
    const y = down.invert?.(at[i] as number);
    const from = { x1: [end.step], y1: [100 * end.mean] };
    return [
      link([0], {
        ...from,
        x2: [across.invert?.(right + 26)],
        y2: [y],
        stroke: colour,
        strokeDasharray: dash(place.get(arm) ?? 0),
      }),
      text([shortened(arm, 18)], {
        x: [across.invert?.(right + 30)],
        y: [y],
        fill: colour,
        textAnchor: 'start',
        fontWeight: 600,
      }),
    ];
  });
}

/** Round percentages for the grid: 1, 2, 5, 10, ... on a logarithmic axis, about five on a linear one. */
function ticksOf({ type, domain }: { type: string; domain: number[] }): number[] {
  const [low, high] = domain as [number, number];
  const rounds = [-2, -1, 0, 1].flatMap((power) =>
    [1, 2, 3, 5].map((m) => Number(`${m}e${power}`)),
  );
  if (type === 'log') {
    return [...rounds.filter((tick) => tick !== 0.3), 70, 100].filter((t) => t >= low && t <= high);
  }
  const step = rounds.find((round) => (high - low) / round <= 6) ?? 20;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function inWords({ arm, seeds, points }: CurveBand): string {
  const { step, mean, low, high } = points.at(-1) as CurveBand['points'][number];
  const value = (share: number) => `${(100 * share).toFixed(2)} %`;
  const range = seeds === 1 ? '' : `, from ${value(low)} to ${value(high)} over ${seeds} seeds`;
  return `${arm} ends at ${value(mean)} after ${step} updates${range}.`;
}
