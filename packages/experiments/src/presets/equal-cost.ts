import { controls, freeArms } from './common-arms.ts';
import type { Preset, PresetTable } from './preset.ts';
import { middleOf, ratesOf } from './subjects.ts';

const EPOCH_OF_20K = 400;

function table(
  name: string,
  settings: Pick<PresetTable, 'dataset' | 'trainCount' | 'steps'>,
  rates: readonly number[],
): PresetTable {
  const arms = [...freeArms(ratesOf(rates)), ...controls.slice(1)];
  return { name, model: 'conv', learningRate: middleOf(rates), ...settings, arms };
}

/** Whether free scores beat uniform that is given their cost, from many passes over few images to few over many. */
export const equalCost: Preset = {
  name: 'equal-cost',
  description: 'free scores against uniform with as many updates as they cost, in seven settings',
  tables: [
    table(
      'geoshapes-4k-10-epochs',
      { dataset: 'geoshapes', trainCount: 4_000, steps: 800 },
      [0.05, 0.07, 0.1, 0.14],
    ),
    table(
      'fashion-mnist-20k-3-epochs',
      { dataset: 'fashion-mnist', trainCount: 20_000, steps: 3 * EPOCH_OF_20K },
      [0.035, 0.05, 0.07, 0.1],
    ),
    table(
      'geoshapes-20k-2-epochs',
      { dataset: 'geoshapes', trainCount: 20_000, steps: 2 * EPOCH_OF_20K },
      [0.042, 0.06, 0.084, 0.12, 0.17],
    ),
    table(
      'mnist-20k-3-epochs',
      { dataset: 'mnist', trainCount: 20_000, steps: 3 * EPOCH_OF_20K },
      [0.035, 0.05, 0.07, 0.1],
    ),
    table(
      'geoshapes-20k-5-epochs',
      { dataset: 'geoshapes', trainCount: 20_000, steps: 5 * EPOCH_OF_20K },
      [0.03, 0.042, 0.06, 0.085],
    ),
    table(
      'fashion-mnist-20k-5-epochs',
      { dataset: 'fashion-mnist', trainCount: 20_000, steps: 5 * EPOCH_OF_20K },
      [0.025, 0.035, 0.05, 0.07, 0.1],
    ),
    table(
      'mnist-20k-5-epochs',
      { dataset: 'mnist', trainCount: 20_000, steps: 5 * EPOCH_OF_20K },
      [0.025, 0.035, 0.05, 0.07, 0.1],
    ),
  ],
};
