import { expect, test } from 'vitest';
import * as curricula from './index.ts';

test('exports these names and no others', () => {
  expect(Object.keys(curricula).sort()).toEqual([
    'bandit',
    'bootstrapped',
    'decode',
    'dynamicSampled',
    'encode',
    'exponential',
    'fixedExponential',
    'linear',
    'logarithmic',
    'paced',
    'phaseLengths',
    'pruned',
    'quadratic',
    'root',
    'selectiveBatch',
    'selfPaced',
    'stepwise',
    'switchAt',
    'toFitDataset',
    'uniform',
  ]);
});
