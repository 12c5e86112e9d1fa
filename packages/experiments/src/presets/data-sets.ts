import { allArms } from './common-arms.ts';
import type { Preset } from './preset.ts';
import { ratesFor, type Subject, subjectsOf } from './subjects.ts';

/** Where a preset takes all images that validation leaves, instead of those that the others train on: two passes. */
const WHOLE: Record<string, Pick<Subject, 'trainCount' | 'steps'>> = {
  'fashion-mnist': { trainCount: 57_500, steps: 2_300 },
};

/** A preset for one data set: every curriculum on each of its nets. */
function onEveryNet(dataset: string): Preset {
  const tables = subjectsOf(dataset).map((subject) => ({
    ...subject,
    ...WHOLE[dataset],
    name: subject.model,
    arms: allArms(ratesFor(subject)),
  }));
  const { trainCount } = tables[0] as (typeof tables)[number];
  const nets = tables.map((table) => table.model).join(', ');
  return {
    name: dataset,
    description: `every curriculum on ${trainCount.toLocaleString('en')} of its images, with ${nets}`,
    tables,
  };
}

export const dataSetPresets: readonly Preset[] = [
  'geoshapes',
  'mnist',
  'fashion-mnist',
  'cifar10',
].map(onEveryNet);
