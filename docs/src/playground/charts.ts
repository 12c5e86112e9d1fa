import { temper } from '@gradus/temperature';
import { dot, line, type PlotOptions, plot, rectY, ruleX, ruleY, text } from '@observablehq/plot';
import { ink, lineColour, rule } from '../pictures/colours.ts';
import type { LaneReport } from './lane.ts';
import type { LaneSettings } from './settings.ts';

const STYLE = { fontFamily: 'inherit', fontSize: '12px', color: ink, overflow: 'visible' };
const axis = { labelArrow: 'none', labelAnchor: 'center' } as const;

/** A chart that is one image to screen readers, under its own name. */
function image(options: PlotOptions & { ariaLabel: string }): Element {
  const drawn = plot(options);
  for (const part of drawn.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  drawn.setAttribute('role', 'img');
  return drawn;
}

/** The probabilities that the next weighing would give: those of the latest scores, unseen samples as the hardest. */
export function weighed(
  { curriculum, favour, maxRatio }: LaneSettings,
  scores: Float32Array,
): { probabilities: Float64Array; temperature: number } | undefined {
  const known = scores.filter((score) => !Number.isNaN(score));
  if (curriculum === 'uniform' || known.length === 0) return undefined;
  const hardest = known.reduce((most, score) => Math.max(most, score));
  const filled = scores.map((score) => (Number.isNaN(score) ? hardest : score));
  return temper(filled, { favour, maxRatio });
}

/** Validation error of both lanes against updates; square-root scale, as the interest is near the bottom. */
export function errorChart(
  lanes: readonly Pick<LaneReport, 'curve'>[],
  steps: number,
  width: number,
): Element {
  const curves = lanes.map(({ curve }, place) => ({
    place,
    points: curve.map(([step, error]): [number, number] => [step, 100 * error]),
  }));
  const ends = curves.flatMap(({ points, place }) => {
    const end = points.at(-1);
    return end ? [{ x: end[0], y: end[1], place }] : [];
  });
  // Where the two end in one place, their letters do not.
  const isClose =
    ends.length === 2 && Math.abs(Math.sqrt(ends[0]?.y ?? 0) - Math.sqrt(ends[1]?.y ?? 0)) < 0.6;
  const isFirstHigher = (ends[0]?.y ?? 0) >= (ends[1]?.y ?? 0);
  const highest = Math.max(10, ...curves.flatMap(({ points }) => points.map(([, y]) => y)));
  const ticks = [0, 2, 5, 10, 20, 40, 60, 80].filter((tick) => tick <= highest);
  return image({
    width,
    height: 260,
    marginLeft: 34,
    marginRight: 30,
    marginBottom: 42,
    marginTop: 26,
    style: STYLE,
    ariaLabel: 'Validation error against updates',
    x: { ...axis, label: 'updates', labelOffset: 36, domain: [0, steps], ticks: 5 },
    y: {
      ...axis,
      labelAnchor: 'top',
      label: 'validation error (%)',
      type: 'sqrt',
      domain: [0, highest],
      ticks,
      tickFormat: String,
    },
    marks: [
      ruleY(ticks, { stroke: rule, strokeOpacity: 0.6 }),
      ...curves.map(({ points, place }) =>
        line(points, {
          stroke: lineColour(place),
          strokeWidth: 2,
          ...(place === 0 && { strokeDasharray: '6 3' }),
        }),
      ),
      dot(ends, { x: 'x', y: 'y', r: 3, fill: (d: { place: number }) => lineColour(d.place) }),
      ...ends.map((end) =>
        text([end], {
          x: 'x',
          y: 'y',
          text: () => 'AB'[end.place],
          dx: 8,
          dy: !isClose ? 0 : (end.place === 0) === isFirstHigher ? -8 : 8,
          textAnchor: 'start',
          fontWeight: 'bold',
          fill: lineColour(end.place),
        }),
      ),
    ],
  });
}

/** How many samples have which probability, as a multiple of uniform sampling's, on a logarithmic scale. */
export function probabilityChart(
  probabilities: Float64Array,
  { place, maxRatio, width }: { place: number; maxRatio: number; width: number },
): Element {
  const n = probabilities.length;
  const bins = 24;
  const counts = new Array<number>(bins).fill(0);
  const least = probabilities.reduce((a, b) => Math.min(a, b));
  const most = probabilities.reduce((a, b) => Math.max(a, b));
  const span = Math.log(Math.max(most / least, 1.001));
  for (const p of probabilities) {
    const bin = Math.min(bins - 1, Math.floor((bins * Math.log(p / least)) / span));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const edge = (k: number) => n * least * Math.exp((span * k) / bins);
  const bars = counts.map((count, k) => ({ x1: edge(k), x2: edge(k + 1), y: count / n }));
  return image({
    width,
    height: 150,
    marginLeft: 46,
    marginBottom: 42,
    marginTop: 24,
    style: STYLE,
    ariaLabel: `Histogram of sampling probabilities, from ${(n * least).toPrecision(2)} to ${(n * most).toPrecision(2)} times uniform`,
    x: {
      ...axis,
      label: 'probability, as a multiple of uniform',
      labelOffset: 36,
      type: maxRatio > 1 ? 'log' : 'linear',
      domain: maxRatio > 1 ? [edge(0), edge(bins)] : [0.5, 1.5],
      ticks: 5,
      tickFormat: (value: number) => String(Number(value.toPrecision(2))),
    },
    y: {
      ...axis,
      labelAnchor: 'top',
      label: 'share of the samples',
      domain: [0, Math.max(...counts) / n],
      tickFormat: '.0%',
      ticks: 3,
    },
    marks: [
      maxRatio > 1
        ? rectY(bars, { x1: 'x1', x2: 'x2', y: 'y', fill: lineColour(place), insetRight: 1 })
        : ruleX([1], { stroke: lineColour(place), strokeWidth: 4 }),
      ruleY([0], { stroke: rule }),
    ],
  });
}
