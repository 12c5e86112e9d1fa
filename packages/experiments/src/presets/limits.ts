import { controls, uniformAs } from './common-arms.ts';
import type { Alternative, Preset, PresetTable } from './preset.ts';
import { ratesAround, ratesOf, subject } from './subjects.ts';

/**
 * Eight candidates to be better than plain free scores, the first: milder ratios and a stronger one, ratios that fall
 * as training ends, ranks for values, another scorer. The one of the least validation error is confirmed.
 */
const CANDIDATES: Alternative[] = [
  { maxRatio: 30 },
  { maxRatio: 2 },
  { maxRatio: 5 },
  { maxRatio: 10 },
  { maxRatio: 100 },
  { maxRatio: 30, endRatio: 1 },
  { maxRatio: 10, endRatio: 1 },
  { weighBy: 'ranks' },
  { scorer: 'margin' },
];

function table(
  name: string,
  of: string,
  settings: Partial<PresetTable>,
  rates?: readonly number[],
): PresetTable {
  const own = { ...subject(of), ...settings, name };
  const among = rates ? ratesOf(rates) : ratesAround(own.learningRate as number, 3);
  return {
    ...own,
    arms: [
      { curriculum: 'uniform', among },
      { curriculum: 'dynamic-free', among },
      { name: 'free-best', curriculum: 'dynamic-free', among: CANDIDATES, like: 'dynamic-free' },
      uniformAs('uniform-as-free', ['dynamic-free', 'free-best']),
      { name: 'free-control', curriculum: 'dynamic-free', control: true, like: 'dynamic-free' },
      ...controls.slice(1),
    ],
  };
}

/** Where free scores stop winning as images get fewer and passes, capacity and wrong labels more. */
export const limits: Preset = {
  name: 'limits',
  description: 'free scores and their variants where passes are many, images few or labels wrong',
  tables: [
    table('geoshapes-4k-10-epochs', 'geoshapes-conv', {}, [0.049, 0.07, 0.099, 0.14]),
    table('fashion-mnist-20k-3-epochs', 'fashion-mnist-conv', {}),
    // More updates want lower rates than the subject's, here and on GeoShapes; here free scores want them lower still.
    table(
      'fashion-mnist-20k-15-epochs',
      'fashion-mnist-conv',
      { steps: 6_000, learningRate: 0.013 },
      [0.0065, 0.0092, 0.013, 0.018, 0.026],
    ),
    table(
      'fashion-mnist-4k-10-epochs',
      'fashion-mnist-conv',
      { trainCount: 4_000, steps: 800 },
      [0.025, 0.035, 0.05, 0.071],
    ),
    table(
      'fashion-mnist-4k-10-epochs-dense',
      'fashion-mnist-dense',
      { trainCount: 4_000, steps: 800 },
      [0.025, 0.035, 0.05, 0.071],
    ),
    table(
      'mnist-4k-10-epochs',
      'mnist-conv',
      { trainCount: 4_000, steps: 800 },
      [0.035, 0.05, 0.071, 0.1],
    ),
    table('geoshapes-4k-40-epochs', 'geoshapes-conv', { steps: 3_200, learningRate: 0.049 }),
    table('fashion-mnist-20k-3-epochs-noise-0.2', 'fashion-mnist-conv', { labelNoise: 0.2 }),
  ],
};
