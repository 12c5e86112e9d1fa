import { allArms } from './common-arms.ts';
import type { Preset } from './preset.ts';

const RATES: Record<string, readonly number[]> = {
  dense: [0.03, 0.05, 0.08],
  conv: [0.035, 0.05, 0.07],
  'conv-dropout': [0.035, 0.05, 0.07],
};

/** A preset for one data set: every curriculum on each net. */
function onEveryNet(
  dataset: string,
  trainCount: number,
  epochs: number,
  rates: Record<string, readonly number[]> = RATES,
): Preset {
  return {
    name: dataset,
    description: `every curriculum on ${dataset}, ${trainCount.toLocaleString('en')} images, ${epochs} epochs: ${Object.keys(rates).join(', ')}`,
    tables: Object.entries(rates).map(([model, learningRate]) => ({
      name: model,
      dataset,
      model,
      trainCount,
      steps: (epochs * trainCount) / 50,
      learningRate: learningRate[1],
      arms: allArms({ learningRate }),
    })),
  };
}

export const dataSetPresets: readonly Preset[] = [
  onEveryNet('geoshapes', 4_000, 10, {
    dense: [0.03, 0.05, 0.08],
    conv: [0.05, 0.07, 0.1],
    'conv-dropout': [0.05, 0.07, 0.1],
  }),
  onEveryNet('mnist', 20_000, 3),
  onEveryNet('fashion-mnist', 20_000, 3),
];
