import { rankProbabilities, temper } from '@gradus/temperature';
import { centred } from './frame.ts';
import { lineChart } from './line-chart.ts';

/** One score far from all others, and what each way to set the spread makes of it. */
export function outlier(): string {
  const n = 100;
  const scores = Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? 60 : (3 * i) / (n - 2)));
  const ways = {
    'maxRatio: 10': temper(scores, { favour: 'hard', maxRatio: 10 }).probabilities,
    'winsorized, maxRatio: 10': temper(scores, { favour: 'hard', maxRatio: 10, winsorize: true })
      .probabilities,
    'rankProbabilities, 10': rankProbabilities(scores, { favour: 'hard', maxRatio: 10 }),
  };
  const lines = Object.entries(ways).map(([name, p], i) => ({
    place: i,
    name,
    points: [...p].map((value, rank): [number, number] => [rank + 1, n * value]),
  }));
  return lineChart(lines, {
    title:
      'A hundred samples by rank, the last with a score far above all others: by maximum ratio alone 99 of them are drawn almost evenly; winsorized or by rank they are told apart',
    x: { ...centred, label: 'rank of the sample, easiest first; the last one is an outlier' },
    y: {
      label: 'draws, as a multiple of uniform sampling',
      labelArrow: 'none',
      type: 'log',
      ticks: [0.3, 1, 3, 10],
      tickFormat: String,
    },
  });
}
