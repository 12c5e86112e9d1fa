import { controls, uniformAs } from './common-arms.ts';
import type { Preset, PresetArm } from './preset.ts';
import { ratesFor, type Subject, subjects } from './subjects.ts';

const SCORERS = ['entropy', 'aadt', 'aadt-squared'];
const ENDS = ['easy', 'hard'] as const;

/** Both methods by every scorer, easy and hard. BALD wants dropout. */
function arms(subject: Subject): PresetArm[] {
  const scorers = subject.model.endsWith('dropout') ? [...SCORERS, 'bald'] : SCORERS;
  const among = ratesFor(subject);
  return [
    { curriculum: 'uniform', among },
    ...scorers.flatMap((scorer) =>
      ENDS.flatMap((end): PresetArm[] => [
        {
          name: `dynamic-${scorer}-${end}`,
          curriculum: 'dynamic-scored',
          scorer,
          favour: end,
          among,
        },
        {
          name: `bootstrapped-${scorer}-${end}`,
          curriculum: 'bootstrapped',
          scorer,
          order: `${end}-first`,
          among,
        },
      ]),
    ),
    ...equalCost(scorers),
    ...controls.map((arm) => ({ ...arm, like: 'uniform' })),
  ];
}

/** A uniform for each kind of work: passes once an epoch, or a reference model and one; BALD's passes are ten. */
function equalCost(scorers: readonly string[]): PresetArm[] {
  const once = scorers.filter((scorer) => scorer !== 'bald');
  const named = (method: string, some: readonly string[]) =>
    some.flatMap((scorer) => ENDS.map((end) => `${method}-${scorer}-${end}`));
  return ['dynamic', 'bootstrapped'].flatMap((method) => [
    uniformAs(`uniform-as-${method}`, named(method, once)),
    ...(once.length < scorers.length
      ? [uniformAs(`uniform-as-${method}-bald`, named(method, ['bald']))]
      : []),
  ]);
}

/** Chapters 5 and 6 of the thesis on every data set and net. */
export const thesis: Preset = {
  name: 'thesis',
  description:
    'chapters 5 and 6: bootstrapped and dynamic by AADT, squared AADT, entropy and BALD, easy and hard, everywhere',
  tables: subjects.map((subject) => ({ ...subject, arms: arms(subject) })),
};
