import { exponential, linear, logarithmic, quadratic, root, stepwise } from '@gradus/curricula';
import { centred } from './frame.ts';
import { lineChart } from './line-chart.ts';

/** The share of the ranked samples that is open, against the part of the updates that is done. */
export function paces(): string {
  const all = { linear, root, quadratic, exponential, stepwise, logarithmic };
  const at = [0.42, 0.16, 0.52, 0.72, 0.805, 0.04];
  const lines = Object.entries(all).map(([name, make], place) => {
    const pace = make();
    return {
      place,
      name,
      points: Array.from({ length: 201 }, (_, i): [number, number] => [i / 200, pace(i / 200)]),
    };
  });
  return lineChart(lines, {
    title:
      'Six paces from a fifth of the samples at the start to all of them at four fifths of the updates',
    x: { ...centred, label: 'part of the updates done' },
    y: { label: 'fraction of the ranked samples', labelArrow: 'none' },
    labelAt: at,
  });
}
