import type { Grid, PresetArm } from './preset.ts';

/** Uniform, free scores, what these cost given to uniform, and their twin with the weights dealt at random. */
export function freeArms(grid: Grid): PresetArm[] {
  return [
    { curriculum: 'uniform', grid },
    { curriculum: 'dynamic-free', grid },
    { name: 'uniform-as-free', curriculum: 'uniform', equalTo: 'dynamic-free', like: 'uniform' },
    { name: 'free-control', curriculum: 'dynamic-free', control: true, like: 'dynamic-free' },
  ];
}

/** The controls of curricula that score and of those that order. */
export const controls: readonly PresetArm[] = [
  { curriculum: 'random-scores', like: 'dynamic-scored' },
  { curriculum: 'random-order', like: 'uniform' },
];

/** Every curriculum of the default comparison, its cost given to uniform, and the controls. */
export function allArms(grid: Grid): PresetArm[] {
  return [
    ...freeArms(grid),
    { curriculum: 'dynamic-scored', grid },
    {
      name: 'uniform-as-scored',
      curriculum: 'uniform',
      equalTo: 'dynamic-scored',
      like: 'uniform',
    },
    { curriculum: 'bootstrapped', like: 'uniform' },
    {
      name: 'uniform-as-bootstrapped',
      curriculum: 'uniform',
      equalTo: 'bootstrapped',
      like: 'uniform',
    },
    ...controls,
  ];
}
