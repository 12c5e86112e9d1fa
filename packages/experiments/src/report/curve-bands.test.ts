import { expect, test } from 'vitest';
import type { TrainingRecord } from '../results/records.ts';
import { curveBands } from './curve-bands.ts';
import { someRecords } from './report.fixture.ts';

const [record] = someRecords() as [TrainingRecord];
const on = (arm: string, seed: number, curve: [number, number][]): TrainingRecord => ({
  ...record,
  arm,
  seed,
  curve,
});

test('a band is the mean over seeds with the lowest and the highest', () => {
  const records = [
    on('a', 1, [
      [0, 0.5],
      [10, 0.25],
    ]),
    on('a', 2, [
      [0, 1],
      [10, 0.75],
    ]),
  ];
  expect(curveBands(records)).toEqual([
    {
      arm: 'a',
      seeds: 2,
      points: [
        { step: 0, mean: 0.75, low: 0.5, high: 1 },
        { step: 10, mean: 0.5, low: 0.25, high: 0.75 },
      ],
    },
  ]);
});

test('a step that a seed was not evaluated at, or not to a number, does not count', () => {
  const nulls = JSON.parse('[[0, 0.5], [10, null], [20, 0.5]]') as [number, number][];
  const records = [
    on('a', 1, nulls),
    on('a', 2, [
      [0, 1],
      [10, 1],
    ]),
    on('b', 1, []),
  ];
  expect(
    curveBands(records).map(({ arm, points }) => [arm, points.map(({ step }) => step)]),
  ).toEqual([['a', [0]]]);
});
