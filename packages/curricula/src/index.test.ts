import { expect, test } from 'vitest';
import * as curricula from './index.ts';

test('exports these names and no others', () => {
  expect(Object.keys(curricula).sort()).toEqual([
    'bootstrapped',
    'decode',
    'dynamicSampled',
    'encode',
    'exponential',
    'linear',
    'logarithmic',
    'paced',
    'phaseLengths',
    'quadratic',
    'root',
    'stepwise',
    'switchAt',
    'toFitDataset',
    'uniform',
  ]);
});
