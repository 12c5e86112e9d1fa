import type { Alternative, PresetArm } from './preset.ts';

/** Uniform, free scores, what these cost given to uniform, and their twin with the weights dealt at random. */
export function freeArms(among: readonly Alternative[]): PresetArm[] {
  return [
    { curriculum: 'uniform', among },
    { curriculum: 'dynamic-free', among },
    { name: 'uniform-as-free', curriculum: 'uniform', equalTo: 'dynamic-free', like: 'uniform' },
    { name: 'free-control', curriculum: 'dynamic-free', control: true, like: 'dynamic-free' },
  ];
}

/** The controls of curricula that score and of those that order. */
export const controls: readonly PresetArm[] = [
  { curriculum: 'random-scores', like: 'dynamic-scored' },
  { curriculum: 'random-order', like: 'uniform' },
];

/** Uniform with as many updates as the dearest of these arms costs: one for all arms that do the same work. */
export function uniformAs(name: string, equalTo: readonly string[]): PresetArm {
  return { name, curriculum: 'uniform', equalTo, like: 'uniform' };
}

/** Every curriculum of the default comparison, its cost given to uniform, and the controls. */
export function allArms(among: readonly Alternative[]): PresetArm[] {
  return [
    ...freeArms(among),
    { curriculum: 'dynamic-scored', among },
    {
      name: 'uniform-as-scored',
      curriculum: 'uniform',
      equalTo: 'dynamic-scored',
      like: 'uniform',
    },
    { curriculum: 'bootstrapped', among },
    {
      name: 'uniform-as-bootstrapped',
      curriculum: 'uniform',
      equalTo: 'bootstrapped',
      like: 'uniform',
    },
    ...controls,
  ];
}
