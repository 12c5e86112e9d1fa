import { controls, uniformAs } from './common-arms.ts';
import type { Preset, PresetArm, PresetTable } from './preset.ts';
import { ratesAround, subject } from './subjects.ts';

const RATIOS = [2, 5, 10, 30, 100, 1_000];

function arms(rate: number): PresetArm[] {
  const among = ratesAround(rate);
  const method = (curriculum: PresetArm['curriculum'], word: string) =>
    RATIOS.map((maxRatio) => ({ name: `${word}-${maxRatio}`, curriculum, maxRatio, among }));
  return [
    { curriculum: 'uniform', among },
    ...method('dynamic-free', 'free'),
    ...method('dynamic-scored', 'scored'),
    uniformAs(
      'uniform-as-free',
      RATIOS.map((ratio) => `free-${ratio}`),
    ),
    uniformAs(
      'uniform-as-scored',
      RATIOS.map((ratio) => `scored-${ratio}`),
    ),
    { curriculum: 'random-scores', like: 'scored-10' },
    { curriculum: 'random-order', like: 'uniform' },
  ];
}

/**
 * A ratio set by a few scores far from the others leaves these almost even: a scorer that is bounded, and one that is
 * not, as they are and with outliers clipped.
 */
function winsorized(rate: number): PresetArm[] {
  const among = ratesAround(rate);
  const pairs = ['entropy', 'aadt'].flatMap((scorer): PresetArm[] => {
    const name = `scored-${scorer}`;
    const arm = { curriculum: 'dynamic-scored', scorer } as const;
    return [
      { ...arm, name, among },
      { ...arm, name: `${name}-winsorized`, winsorize: true, among },
    ];
  });
  return [
    { curriculum: 'uniform', among },
    ...pairs,
    uniformAs(
      'uniform-as-scored',
      pairs.map((arm) => arm.name as string),
    ),
    ...controls.map((arm) => ({ ...arm, like: 'uniform' })),
  ];
}

/** A table of every ratio, and one of what outliers do to it. */
function tablesOf(name: string): PresetTable[] {
  const own = subject(name);
  const rate = own.learningRate as number;
  return [
    { ...own, arms: arms(rate) },
    { ...own, name: `${name}-winsorized`, arms: winsorized(rate) },
  ];
}

/** What the ratio of the likeliest to the least likely sample does. */
export const maxRatio: Preset = {
  name: 'max-ratio',
  description:
    'the likeliest over the least likely sample, from 2 to 1,000, free scores and passes; outliers clipped or not',
  tables: ['geoshapes-conv', 'fashion-mnist-conv'].flatMap(tablesOf),
};
