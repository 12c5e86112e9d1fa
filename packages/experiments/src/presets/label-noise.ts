import { uniformAs } from './common-arms.ts';
import type { Alternative, Preset, PresetArm } from './preset.ts';
import { ratesFor, ratesOf, subject } from './subjects.ts';

const SCORERS = ['entropy', 'cross-entropy', 'el2n'];

/** What looks hard may be labelled wrong: scores that see the label, and that do not, at both ends. */
function arms(among: readonly Alternative[]): PresetArm[] {
  return [
    { curriculum: 'uniform', among },
    ...SCORERS.flatMap((scorer) =>
      (['hard', 'easy'] as const).map((favour) => ({
        name: `free-${scorer}-${favour}`,
        curriculum: 'dynamic-free' as const,
        scorer,
        favour,
        among,
      })),
    ),
    {
      name: 'scored-cross-entropy-easy-100',
      curriculum: 'dynamic-scored',
      scorer: 'cross-entropy',
      favour: 'easy',
      maxRatio: 100,
      among,
    },
    uniformAs(
      'uniform-as-free',
      SCORERS.flatMap((scorer) => [`free-${scorer}-hard`, `free-${scorer}-easy`]),
    ),
    uniformAs('uniform-as-scored', ['scored-cross-entropy-easy-100']),
    {
      name: 'free-control',
      curriculum: 'dynamic-free',
      control: true,
      like: 'free-entropy-hard',
    },
    { curriculum: 'random-order', like: 'uniform' },
  ];
}

const small = { trainCount: 4_000, steps: 800 };

export const labelNoise: Preset = {
  name: 'label-noise',
  description:
    'a tenth to two fifths of the labels wrong: free scores by entropy, loss and EL2N, easy and hard',
  tables: [
    ...[0.1, 0.2, 0.4].map((noise) => ({
      ...subject('fashion-mnist-conv'),
      name: `fashion-mnist-20k-noise-${noise}`,
      labelNoise: noise,
      arms: arms(ratesFor(subject('fashion-mnist-conv'))),
    })),
    {
      ...subject('fashion-mnist-conv'),
      ...small,
      name: 'fashion-mnist-4k-noise-0.2',
      labelNoise: 0.2,
      // Few images, some labelled wrong, want lower rates where hard ones are favoured.
      arms: arms(ratesOf([0.018, 0.025, 0.035, 0.05, 0.071, 0.1])),
    },
    {
      ...subject('geoshapes-conv'),
      ...small,
      name: 'geoshapes-4k-noise-0.2',
      labelNoise: 0.2,
      arms: arms(ratesFor(subject('geoshapes-conv'))),
    },
  ],
};
