import { dot, type Markish, ruleX, ruleY, text } from '@observablehq/plot';
import type { ArmSummary, EqualCost } from '../../../packages/experiments/src/results/records.ts';
import { ink, lineColour, quiet } from '../pictures/colours.ts';
import { drawing } from '../pictures/drawing.ts';
import { distinct, isSure } from './answer-part.ts';
import { armsOf, headlines } from './headlines.ts';
import type { Table } from './read-runs.ts';

/** A line of the figure: a curriculum's name, or one of its tables. */
export interface Line {
  label: string;
  /** Against what; absent for a name. */
  found?: {
    /** The difference and its 95 % interval, as shares of the other arm's error. */
    relative: number;
    low: number;
    high: number;
    /** What stays at 5 % after Holm's correction over the table. */
    verdict: 'lower' | 'higher' | 'open';
    isEqualCost: boolean;
  };
}

/**
 * The differences of each curriculum, table by table: to uniform of equal cost where there is one, else of equal updates,
 * and one line for those that stand in several tables.
 */
export function linesOf(tables: readonly Table[]): Line[] {
  const shown = headlines.filter(({ isControl }) => isControl !== true);
  return shown.flatMap((headline) => {
    const compared = armsOf(headline, tables).map(([table, arm]) => ({
      label: table.name,
      isEqualCost: arm.equalCost !== null,
      ...comparisonOf(arm),
    }));
    const rows = distinct(compared).flatMap(({ label, isEqualCost, ...one }): Line[] => {
      const { difference, relative, ci95 } = one;
      // Without an interval, as with one seed, nothing can be told.
      if (difference === null || !relative || ci95 === null) return [];
      const base = difference / relative;
      const verdict = isSure(one) ? (difference < 0 ? 'lower' : 'higher') : 'open';
      const [low, high] = [ci95[0] / base, ci95[1] / base];
      return [{ label, found: { relative, low, high, verdict, isEqualCost } }];
    });
    return rows.length === 0 ? [] : [{ label: headline.words }, ...rows];
  });
}

function comparisonOf(arm: ArmSummary): Pick<EqualCost, 'relative' | 'ci95' | 'pHolm'> & {
  difference: number | null;
} {
  return arm.equalCost ?? arm;
}

const COLOURS = { lower: lineColour(3), higher: lineColour(2), open: quiet };
const TICKS = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20];
const LABELS = 330;
const HEIGHT_OF_LINE = 17;

/** Draws them: a dot and an interval a table, coloured where the correction leaves a difference. */
export function differencesFigure(tables: readonly Table[]): string {
  const rows = linesOf(tables).map((line, y) => ({ ...line, y }));
  const drawn = rows.flatMap(({ found, y }) => (found === undefined ? [] : [{ ...found, y }]));
  // A share of -1 would be an error of 0, which has no logarithm.
  const times = (share: number) => Math.max(0.05, 1 + share);
  const ends = [1, ...drawn.flatMap(({ low, high }) => [times(low), times(high)])];
  const domain = [Math.min(...ends), Math.max(...ends)] as const;
  const marks: Markish[] = [
    ruleX([1], { stroke: ink }),
    ruleY(drawn, {
      y: 'y',
      x1: (row) => times(row.low),
      x2: (row) => times(row.high),
      stroke: (row: (typeof drawn)[number]) => COLOURS[row.verdict],
      strokeWidth: 1.6,
    }),
    dot(drawn, {
      y: 'y',
      x: (row) => times(row.relative),
      r: 4,
      symbol: (row: (typeof drawn)[number]) => (row.isEqualCost ? 'circle' : 'diamond'),
      fill: (row: (typeof drawn)[number]) => COLOURS[row.verdict],
    }),
    named(
      rows.filter(({ found }) => found === undefined),
      { dx: -LABELS, fill: ink },
    ),
    named(
      rows.filter(({ found }) => found !== undefined),
      { dx: 14 - LABELS, fill: quiet },
    ),
  ];
  return drawing(marks, {
    title: `Test error of each curriculum less uniform's, in per cent of uniform's, with 95 % intervals, in ${drawn.length} comparisons; the tables below have the numbers`,
    width: 760,
    height: 70 + HEIGHT_OF_LINE * rows.length,
    marginLeft: LABELS + 10,
    marginRight: 16,
    marginTop: 12,
    marginBottom: 46,
    x: {
      // Half and double are as far from uniform: a few large differences do not squeeze the others.
      type: 'log',
      domain,
      ticks: TICKS.filter((ratio) => ratio >= domain[0] && ratio <= domain[1]),
      label: "test error less uniform's, in % of uniform's",
      labelAnchor: 'center',
      labelArrow: 'none',
      tickFormat: (ratio: number) => `${ratio > 1 ? '+' : ''}${Math.round(100 * (ratio - 1))}`,
      grid: true,
    },
    y: { axis: null, domain: [-0.6, rows.length - 0.4], reverse: true },
    symbol: { type: 'identity' },
    color: { type: 'identity' },
  } as Parameters<typeof drawing>[1]);
}

/** Labels beside the axis. */
function named(rows: (Line & { y: number })[], style: { dx: number; fill: string }): Markish {
  return text(rows, { ...style, y: 'y', text: 'label', frameAnchor: 'left', textAnchor: 'start' });
}
