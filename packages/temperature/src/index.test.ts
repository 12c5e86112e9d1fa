import { expect, test } from 'vitest';
import * as temperature from './index.ts';

test('these names and no others are public', () => {
  expect(Object.keys(temperature).sort()).toEqual([
    'effectiveSampleSize',
    'importanceWeights',
    'maxRatio',
    'rankProbabilities',
    'softmax',
    'temper',
    'temperatureByIncrement',
    'temperatureForEffectiveSampleSize',
    'temperatureForMaxRatio',
    'winsorize',
  ]);
});
