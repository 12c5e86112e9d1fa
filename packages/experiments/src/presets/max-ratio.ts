import type { Preset, PresetArm } from './preset.ts';
import { ratesAround, subject } from './subjects.ts';

const RATIOS = [2, 5, 10, 30, 100, 1_000];

/** The rate is chosen with the ratios that are the defaults; the others take it over. */
function arms(rate: number): PresetArm[] {
  const among = ratesAround(rate);
  const method = (curriculum: PresetArm['curriculum'], word: string, own: number) =>
    RATIOS.map((maxRatio) => ({
      name: `${word}-${maxRatio}`,
      curriculum,
      maxRatio,
      ...(maxRatio === own ? { among } : { like: `${word}-${own}` }),
    }));
  return [
    { curriculum: 'uniform', among },
    ...method('dynamic-free', 'free', 30),
    ...method('dynamic-scored', 'scored', 10),
    { curriculum: 'random-scores', like: 'scored-10' },
    { curriculum: 'random-order', like: 'uniform' },
  ];
}

/** What the ratio of the likeliest to the least likely sample does. */
export const maxRatio: Preset = {
  name: 'max-ratio',
  description:
    'the likeliest over the least likely sample, from 2 to 1,000, with free scores and with passes',
  tables: ['geoshapes-conv', 'fashion-mnist-conv'].map((name) => ({
    ...subject(name),
    arms: arms(subject(name).learningRate as number),
  })),
};
