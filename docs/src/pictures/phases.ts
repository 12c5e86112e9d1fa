import { phaseLengths } from '@gradus/curricula';
import { rect, ruleX, text } from '@observablehq/plot';
import { ink, lineColour, quiet, rule } from './colours.ts';
import { drawing } from './drawing.ts';
import { centred } from './frame.ts';

/** The bootstrapped curriculum's phases under both ways to keep the updates equal. */
export function phases(): string {
  const rows = (['equal-updates', 'equal-epochs'] as const).flatMap((phases, row) => {
    let start = 0;
    return phaseLengths({ size: 4000, tasks: 4, steps: 800, phases }).map((length, k) => {
      const from = start;
      start += length;
      return { from, to: start, k, row, phases };
    });
  });
  const y = (row: number) => (row === 0 ? 0.62 : 0);
  return drawing(
    [
      rect(rows, {
        x1: 'from',
        x2: 'to',
        y1: (d: (typeof rows)[number]) => y(d.row),
        y2: (d: (typeof rows)[number]) => y(d.row) + 0.42,
        fill: lineColour(1),
        fillOpacity: (d: (typeof rows)[number]) => 0.15 + 0.2 * d.k,
        inset: 0.5,
      }),
      text(rows, {
        x: (d: (typeof rows)[number]) => (d.from + d.to) / 2,
        y: (d: (typeof rows)[number]) => y(d.row) + 0.21,
        text: (d: (typeof rows)[number]) => `${d.k + 1}`,
        fill: ink,
      }),
      text(
        rows.filter((d) => d.k === 0),
        {
          x: 0,
          y: (d: (typeof rows)[number]) => y(d.row) + 0.48,
          text: (d: (typeof rows)[number]) => `phases: '${d.phases}'`,
          textAnchor: 'start',
          fill: quiet,
        },
      ),
      ruleX([0], { stroke: rule }),
    ],
    {
      width: 640,
      height: 190,
      marginLeft: 20,
      marginRight: 20,
      marginBottom: 44,
      marginTop: 14,
      title:
        'Four growing tasks over 800 updates: phases of equal length, or each phase with as many passes over what it has, so that later phases are longer',
      x: { ...centred, label: 'updates', ticks: 8 },
      y: { axis: null, domain: [0, 1.12] },
    },
  );
}
