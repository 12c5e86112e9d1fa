import { dot, link, type Markish, plot, ruleX, text } from '@observablehq/plot';
import { DOMParser } from 'linkedom';
import type { Measured } from '../suite.ts';
import { ratio, time } from './format.ts';
import { label } from './labels.ts';
import type { Ran } from './report.ts';
import { ticks } from './ticks.ts';

/** Narrow enough to be read on a telephone without scrolling. */
const WIDTH = 480;
const ROW = 44;
const MARGIN = { marginTop: 6, marginRight: 24, marginBottom: 34, marginLeft: 24 };
const TEXT = 24;

/**
 * Draws the arms of a subject below one another on a logarithmic axis of time, as SVG text: dots for the medians of
 * the rounds, a bar for the middle half of all times, a diamond for their median; peers hollow and grey.
 */
export function chart(
  subject: string,
  rows: readonly Measured[],
  backends: readonly Ran[],
): string {
  const all = rows.flatMap((row) => [row.p25, row.median, row.p75, ...(row.rounds ?? [])]);
  const positive = all.filter((value) => value > 0);
  const [low, high] = [Math.min(...positive) / 1.15, Math.max(...positive) * 1.15];
  const base = rows[0]?.median ?? Number.NaN;
  const at = ticks(low, high);
  // An XML document, as in an HTML one linkedom leaves & and < in attributes as they are.
  const document = new DOMParser().parseFromString(
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'image/svg+xml',
  ) as unknown as Document;
  const drawn = plot({
    document,
    className: 'plot',
    width: WIDTH,
    height: MARGIN.marginTop + rows.length * ROW + MARGIN.marginBottom,
    ...MARGIN,
    style: { fontFamily: 'inherit', fontSize: '13px', color: 'var(--ink)' },
    x: { type: 'log', domain: [low, high], ticks: at, tickFormat: time, label: null },
    y: {
      domain: [0, rows.length],
      range: [MARGIN.marginTop, MARGIN.marginTop + rows.length * ROW],
      axis: null,
    },
    marks: [
      ruleX(at, { stroke: 'var(--rule)' }),
      ...rows.flatMap((row, i) => marksOf(row, i, label(row, backends), base, low)),
    ],
  });
  // The parts of one image have no names of their own.
  for (const part of drawn.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', `Times of ${subject}`);
  return drawn.outerHTML;
}

function marksOf(row: Measured, place: number, name: string, base: number, low: number): Markish[] {
  const { median, p25, p75, rounds = [], peer } = row;
  const colour = peer ? 'var(--peer)' : 'var(--ours)';
  const y = place + (TEXT + 8) / ROW;
  const shown = (value: number) => Math.max(value, low);
  const times = place === 0 ? '' : ` × ${ratio(median / base)}`;
  return [
    text([shortened(`${time(median)}${times} · ${name}`, 66)], {
      frameAnchor: 'left',
      dx: 4 - MARGIN.marginLeft,
      y: [place + TEXT / 2 / ROW],
      textAnchor: 'start',
      fill: 'var(--ink)',
      stroke: 'var(--paper)',
      strokeWidth: 5,
    }),
    link([0], {
      x1: [shown(p25)],
      x2: [shown(p75)],
      y1: [y],
      y2: [y],
      stroke: colour,
      strokeWidth: 5,
      strokeOpacity: 0.45,
      strokeLinecap: 'round',
    }),
    dot(
      rounds.filter((value) => value > 0),
      { x: (v: number) => v, y: () => y, r: 2, fill: colour },
    ),
    dot([0], {
      x: [shown(median)],
      y: [y],
      symbol: 'diamond',
      r: 6,
      fill: peer ? 'var(--paper)' : colour,
      stroke: colour,
      strokeWidth: 2,
    }),
  ];
}

function shortened(name: string, length: number): string {
  return name.length <= length ? name : `${name.slice(0, length - 1)}…`;
}
