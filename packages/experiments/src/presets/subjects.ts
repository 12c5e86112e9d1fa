import type { Alternative, PresetTable } from './preset.ts';

/** A data set at the size that presets train on, a net, and their learning rate. */
export type Subject = Pick<
  PresetTable,
  'name' | 'dataset' | 'model' | 'trainCount' | 'steps' | 'learningRate'
>;

const NETS = ['dense', 'conv', 'conv-dropout'];

interface DataSize {
  trainCount: number;
  epochs: number;
  /** The learning rate, around which others are tried. */
  rate: number;
  /** Of nets that want another: where it was chosen at an end of the grid, the grid has moved. */
  rates?: Record<string, number>;
  /** All the rates of nets whose methods want rates too far apart for four. */
  wider?: Record<string, readonly number[]>;
  nets: string[];
}

/** Passes over GeoShapes' 4,000 images, over 20,000 of MNIST's or Fashion-MNIST's 60,000, 10,000 of CIFAR-10's 50,000. */
const SETS: Record<string, DataSize> = {
  geoshapes: {
    trainCount: 4_000,
    epochs: 10,
    rate: 0.07,
    rates: { dense: 0.018, 'conv-dropout': 0.05 },
    wider: { dense: [0.009, 0.013, 0.018, 0.025, 0.036, 0.051, 0.072] },
    nets: NETS,
  },
  mnist: {
    trainCount: 20_000,
    epochs: 3,
    rate: 0.05,
    rates: { 'conv-dropout': 0.025 },
    wider: { conv: [0.025, 0.035, 0.05, 0.071, 0.1] },
    nets: NETS,
  },
  'fashion-mnist': {
    trainCount: 20_000,
    epochs: 3,
    rate: 0.05,
    rates: { 'conv-dropout': 0.025 },
    wider: {
      dense: [0.025, 0.035, 0.05, 0.071, 0.1],
      'conv-dropout': [0.018, 0.025, 0.035, 0.05, 0.071],
    },
    nets: NETS,
  },
  cifar10: {
    trainCount: 10_000,
    epochs: 5,
    rate: 0.05,
    rates: { conv: 0.025, 'conv-dropout': 0.018 },
    wider: {
      conv: [0.013, 0.018, 0.025, 0.035, 0.05],
      'conv-dropout': [0.013, 0.018, 0.025, 0.036, 0.051],
      residual: [0.035, 0.05, 0.071, 0.1, 0.14],
    },
    nets: ['conv', 'conv-dropout', 'residual'],
  },
};

/** A data set on each of its nets. */
export function subjectsOf(dataset: string): Subject[] {
  const { trainCount, epochs, rate, rates, nets } = SETS[dataset] as DataSize;
  return nets.map((model) => ({
    name: `${dataset}-${model}`,
    dataset,
    model,
    trainCount,
    steps: (epochs * trainCount) / 50,
    learningRate: rates?.[model] ?? rate,
  }));
}

/** The learning rates to choose among for a subject. */
export function ratesFor({ dataset, model, learningRate }: Subject): Alternative[] {
  const wider = SETS[dataset]?.wider?.[model];
  return wider ? ratesOf(wider) : ratesAround(learningRate as number);
}

/** Every data set on each of its nets. */
export const subjects: readonly Subject[] = Object.keys(SETS).flatMap(subjectsOf);

/** The one of that name, as in `geoshapes-conv`. */
export function subject(name: string): Subject {
  return subjects.find((each) => each.name === name) as Subject;
}

/** Learning rates to choose among. */
export function ratesOf(rates: readonly number[]): Alternative[] {
  return rates.map((learningRate) => ({ learningRate }));
}

/** The rate of a table that was not screened: the middle one of its grid, of two the lower. */
export function middleOf(rates: readonly number[]): number {
  return rates[Math.floor((rates.length - 1) / 2)] as number;
}

/** Those a factor of the square root of 2 apart, a table's own the second of them. */
export function ratesAround(rate: number, count = 4): Alternative[] {
  return ratesOf(
    Array.from({ length: count }, (_, i) => Number((rate * 2 ** ((i - 1) / 2)).toPrecision(2))),
  );
}
