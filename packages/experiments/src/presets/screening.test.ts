import { expect, test } from 'vitest';
import type { TrainingRecord } from '../results/records.ts';
import type { PresetTable } from './preset.ts';
import { scaled } from './scaled.ts';
import { choose, confirmedArms, screeningArms } from './screening.ts';

const rates = [{ learningRate: 0.1 }, { learningRate: 0.2 }, { learningRate: 0.4 }];
const table: PresetTable = {
  name: 't',
  dataset: 'd',
  model: 'm',
  trainCount: 1_000,
  steps: 100,
  learningRate: 0.2,
  arms: [
    { curriculum: 'uniform', among: rates },
    { curriculum: 'dynamic-free', among: rates },
    {
      name: 'best',
      curriculum: 'dynamic-free',
      among: [{ maxRatio: 2 }, { weighBy: 'ranks' }],
      like: 'dynamic-free',
    },
    { name: 'equal', curriculum: 'uniform', equalTo: 'best', like: 'uniform' },
    { curriculum: 'random-order' },
  ],
};

const record = (arm: string, seed: number, validationError: number, testError = 0) =>
  ({ arm, seed, validationError, testError }) as TrainingRecord;

test('screening trains each alternative, uniform at its own rate as the baseline', () => {
  expect(screeningArms(table).map((arm) => arm.name)).toEqual([
    'uniform@0.1',
    'uniform',
    'uniform@0.4',
    'dynamic-free@0.1',
    'dynamic-free@0.2',
    'dynamic-free@0.4',
    'best@2',
    'best@ranks',
  ]);
  expect(screeningArms(table)[3]).toEqual({
    name: 'dynamic-free@0.1',
    curriculum: 'dynamic-free',
    learningRate: 0.1,
  });
});

test('the least mean validation error is chosen, whatever the test error is', () => {
  const means = [0.3, 0.2, 0.4, 0.1, 0.2, 0.3, 0.5, 0.4];
  const records = screeningArms(table).flatMap((arm, i) =>
    [1, 2].map((seed) =>
      record(
        arm.name as string,
        seed,
        (means[i] as number) + (seed - 1.5) / 10,
        1 - (means[i] as number),
      ),
    ),
  );
  const choices = choose(table, records);
  expect(choices.uniform).toMatchObject({ chosen: { learningRate: 0.2 }, atEnd: false });
  expect(choices['dynamic-free']).toMatchObject({ chosen: { learningRate: 0.1 }, atEnd: true });
  expect(choices.best).toMatchObject({ chosen: { weighBy: 'ranks' }, atEnd: false });
  expect(choices.uniform?.candidates[1]?.meanValidationError).toBeCloseTo(0.2, 12);
  expect(confirmedArms(table, choices)).toEqual([
    { curriculum: 'uniform', learningRate: 0.2 },
    { curriculum: 'dynamic-free', learningRate: 0.1 },
    { name: 'best', curriculum: 'dynamic-free', learningRate: 0.1, weighBy: 'ranks' },
    { name: 'equal', curriculum: 'uniform', equalTo: 'best', learningRate: 0.2 },
    { curriculum: 'random-order' },
  ]);
});

test('scaling keeps the passes over the data', () => {
  expect(scaled(table, 0.25)).toMatchObject({ trainCount: 250, steps: 25, learningRate: 0.2 });
  expect(() => scaled(table, 0)).toThrow('scale must be a number > 0, got 0');
});
