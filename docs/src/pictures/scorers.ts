import { aadt, entropy, margin } from '@gradus/scorers';
import { type Tensor, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { centred } from './frame.ts';
import { lineChart } from './line-chart.ts';

/** Scorers of a two-class output, each as a share of its largest value but for the unbounded one. */
export async function scorers(): Promise<string> {
  const ps = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  const outputs = tensor2d(ps.map((p) => [p, 1 - p]));
  const scored: Record<string, (outputs: Tensor2D) => Tensor> = {
    entropy,
    'margin, leastConfidence': margin,
    'aadt, cut off': aadt,
  };
  const lines = [];
  for (const [name, scorer] of Object.entries(scored)) {
    const scores = scorer(outputs);
    const values = [...(await scores.data())];
    scores.dispose();
    const most = name.startsWith('aadt') ? 20 : (values[49] as number);
    lines.push({
      place: lines.length + 1,
      name,
      points: values.map((value, i): [number, number] => [
        ps[i] as number,
        Math.round(1000 * Math.min(1, value / most)) / 1000,
      ]),
    });
  }
  outputs.dispose();
  return lineChart(lines, {
    title:
      'Scores of a two-class output against the probability of the first class: entropy, margin and least confidence peak at one half, the distance score has a pole there',
    x: { ...centred, label: 'probability of the first class' },
    y: { label: 'score, as a share of the axis', labelArrow: 'none' },
    labelAt: [0.3, 0.73, 0.42],
  });
}
