import { controls } from './common-arms.ts';
import type { Preset, PresetArm } from './preset.ts';
import { ratesAround, subjects } from './subjects.ts';

const SCORERS = ['entropy', 'aadt', 'aadt-squared'];
const ENDS = ['easy', 'hard'] as const;

/**
 * Both methods by every scorer, easy and hard. BALD wants dropout. The rate is chosen for each method and end with
 * entropy; the other scorers take it over.
 */
function arms(model: string, rate: number): PresetArm[] {
  const scorers = model.endsWith('dropout') ? [...SCORERS, 'bald'] : SCORERS;
  const among = ratesAround(rate);
  const method = (name: string, scorer: string) =>
    scorer === 'entropy' ? { among } : { like: name.replace(scorer, 'entropy') };
  return [
    { curriculum: 'uniform', among },
    ...scorers.flatMap((scorer) =>
      ENDS.flatMap((end): PresetArm[] => {
        const [dynamic, tasks] = [`dynamic-${scorer}-${end}`, `bootstrapped-${scorer}-${end}`];
        return [
          {
            name: dynamic,
            curriculum: 'dynamic-scored',
            scorer,
            favour: end,
            ...method(dynamic, scorer),
          },
          {
            name: tasks,
            curriculum: 'bootstrapped',
            scorer,
            order: `${end}-first`,
            ...method(tasks, scorer),
          },
        ];
      }),
    ),
    ...controls.map((arm) => ({ ...arm, like: 'uniform' })),
  ];
}

/** Chapters 5 and 6 of the thesis on every data set and net. */
export const thesis: Preset = {
  name: 'thesis',
  description:
    'chapters 5 and 6: bootstrapped and dynamic by AADT, squared AADT, entropy and BALD, easy and hard, everywhere',
  tables: subjects.map((subject) => ({
    ...subject,
    arms: arms(subject.model, subject.learningRate as number),
  })),
};
