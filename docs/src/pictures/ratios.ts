import { temper } from '@gradus/temperature';
import { centred } from './frame.ts';
import { lineChart } from './line-chart.ts';

/** Score against probability at several maximum ratios. */
export function ratios(): string {
  const n = 101;
  const scores = Float64Array.from({ length: n }, (_, i) => (Math.log(3) * i) / (n - 1));
  const lines = [1, 3, 10, 30, 100].map((maxRatio, place) => ({
    place,
    name: `R = ${maxRatio}`,
    points: [...temper(scores, { favour: 'hard', maxRatio }).probabilities].map(
      (p, i): [number, number] => [scores[i] as number, n * p],
    ),
  }));
  return lineChart(lines, {
    title:
      'How often a sample is drawn against its score, at maximum ratios 1, 3, 10, 30 and 100: from a flat line to a steep rise',
    x: { ...centred, label: 'entropy (nats): from sure to clueless among three classes' },
    y: { label: 'draws, as a multiple of uniform sampling', labelArrow: 'none', grid: false },
  });
}
