import { line as series, text } from '@observablehq/plot';
import { lineColour } from './colours.ts';
import { drawing } from './drawing.ts';
import { WIDE } from './frame.ts';

interface Line {
  name: string;
  /** Of its colour. */
  place: number;
  points: [number, number][];
}

/** Lines with their names at their right ends, or at the given parts of their length. */
export function lineChart(
  lines: Line[],
  {
    title,
    labelAt,
    ...axes
  }: {
    title: string;
    x: object;
    y: object;
    labelAt?: number[];
  },
): string {
  const labels = lines.map(({ name, place, points }, i) => {
    const part = labelAt?.[i];
    const at = part === undefined ? points.length - 1 : Math.round(part * (points.length - 1));
    const [x, y] = points[at] as [number, number];
    return { x, y, name, place };
  });
  return drawing(
    [
      ...lines.map(({ points, place }) =>
        series(points, { stroke: lineColour(place), strokeWidth: 1.8 }),
      ),
      text(labels, {
        x: 'x',
        y: 'y',
        text: 'name',
        fill: (d: Line) => lineColour(d.place),
        textAnchor: 'start',
        dx: labelAt ? 8 : 6,
        dy: labelAt ? 6 : 0,
      }),
    ],
    { ...WIDE, marginRight: labelAt ? 60 : 170, title, ...axes },
  );
}
