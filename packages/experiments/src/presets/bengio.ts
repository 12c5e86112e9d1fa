import { controls } from './common-arms.ts';
import type { Preset, PresetArm, PresetTable } from './preset.ts';
import { middleOf, ratesOf } from './subjects.ts';

const SWITCHES = [0, 0.125, 0.25, 0.375, 0.5];
/** Learning rates that fall linearly, or stay. `dense`'s are around the best of a few trainings on the screening seeds. */
const RATES = {
  dense: {
    linear: [0.007, 0.01, 0.014, 0.02, 0.028],
    constant: [0.005, 0.007, 0.01, 0.014],
  },
  conv: {
    linear: [0.035, 0.05, 0.07, 0.1],
    constant: [0.02, 0.028, 0.04, 0.056],
  },
};

/** Uniform is over the union of both sets; a switch at 0 is training on the hard set alone. */
function table(model: 'dense' | 'conv', decay: 'linear' | 'constant'): PresetTable {
  const rates = RATES[model][decay];
  const among = ratesOf(rates);
  const arms: PresetArm[] = [
    { curriculum: 'uniform', decay, among },
    ...SWITCHES.map((switchShare) => ({
      name: switchShare === 0 ? 'hard-only' : `switch-at-${switchShare}`,
      curriculum: 'easy-then-hard' as const,
      switchShare,
      decay,
      among,
    })),
    ...controls.map((arm) => ({ ...arm, decay, like: 'uniform' })),
  ];
  return {
    name: `${model}-${decay}-rate`,
    dataset: 'geoshapes-basic-geom',
    model,
    trainCount: 8_000,
    steps: 1_600,
    learningRate: middleOf(rates),
    arms,
  };
}

/**
 * Bengio's experiment with the baseline that it lacks: both sets together. No arm but the control of scores costs more
 * than its updates, so uniform is also the arm of equal cost.
 */
export const bengio: Preset = {
  name: 'bengio',
  description:
    'regular shapes, then all of them, switched at 0 to half of the updates, against their union',
  tables: (['dense', 'conv'] as const).flatMap((model) => [
    table(model, 'linear'),
    table(model, 'constant'),
  ]),
};
