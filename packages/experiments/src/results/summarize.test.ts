import { expect, test } from 'vitest';
import type { TrainingRecord } from './records.ts';
import { summarize } from './summarize.ts';

const record = (arm: string, seed: number, testError: number, rest: Partial<TrainingRecord> = {}) =>
  ({
    dataset: 'd',
    model: 'm',
    arm,
    curriculum: arm,
    scorer: null,
    favour: null,
    maxRatio: null,
    seed,
    steps: 100,
    testError,
    validationError: testError,
    stepsToUniform: 100,
    samplesScored: 0,
    referenceSteps: 0,
    cpuMs: 10,
    wallMs: 10,
    curve: [],
    ...rest,
  }) satisfies TrainingRecord;

const cost = { stepMs: 4, forwardMs: 0.02 };

test('pairs an arm with uniform by seed, whatever the order of the lines', () => {
  const { tables } = summarize(
    [
      record('uniform', 1, 0.1),
      record('a', 2, 0.1),
      record('a', 1, 0.09),
      record('uniform', 2, 0.3),
    ],
    cost,
  );
  const a = tables[0]?.arms[1];
  expect(a?.arm).toBe('a');
  expect(a?.difference).toBeCloseTo(-0.105, 12);
  expect(a?.relative).toBeCloseTo(-0.105 / 0.2, 12);
});

test('a seed that uniform lacks takes no part in the comparison', () => {
  const { tables } = summarize(
    [record('uniform', 1, 0.2), record('a', 1, 0.1), record('a', 2, 0.9)],
    cost,
  );
  expect(tables[0]?.arms[1]).toMatchObject({ n: 2, difference: -0.1, ci95: null, p: null });
});

test('the time of trainings that were taken over from another run counts in no mean', () => {
  const taken = { takenFrom: 'runs/other', cpuMs: 99 };
  const { tables } = summarize(
    [
      record('uniform', 1, 0.1, taken),
      record('uniform', 2, 0.1, { cpuMs: 4 }),
      record('a', 1, 0.1, taken),
      record('a', 2, 0.1, taken),
    ],
    cost,
  );
  expect(tables[0]?.arms.map(({ meanCpuMs }) => meanCpuMs)).toEqual([4, null]);
});

test('charges scoring passes and the reference model in updates', () => {
  const { tables } = summarize(
    [record('a', 1, 0.1, { samplesScored: 4_000, referenceSteps: 100 })],
    cost,
  );
  expect(tables[0]?.arms[0]?.updateEquivalents).toBe(100 + 100 + (4_000 * 0.02) / 4);
});

test('corrects p values over the arms of one table and keeps tables apart', () => {
  const errors = { uniform: [0.1, 0.2, 0.3], a: [0.09, 0.18, 0.29], b: [0.2, 0.1, 0.35] };
  const records = Object.entries(errors).flatMap(([arm, all]) =>
    all.flatMap((error, i) => [record(arm, i, error), record(arm, i, error, { dataset: 'other' })]),
  );
  const { tables } = summarize(records, cost);
  expect(tables.map((table) => table.dataset)).toEqual(['d', 'other']);
  const [uniform, a, b] = tables[0]?.arms ?? [];
  expect(uniform?.pHolm).toBeNull();
  expect(a?.pHolm).toBeCloseTo(2 * (a?.p as number), 12);
  expect(b?.pHolm).toBeCloseTo(b?.p as number, 12);
});

test('steps to uniform have no mean once a seed never got there', () => {
  const { tables } = summarize(
    [record('a', 1, 0.1), record('a', 2, 0.1, { stepsToUniform: null })],
    cost,
  );
  expect(tables[0]?.arms[0]?.meanStepsToUniform).toBeNull();
});

test('charges the outputs that were scored and the draws, by the scorer of the arm', () => {
  const measured = { ...cost, drawMs: 2, scorers: { bald: { forwardMs: 0.1, observeMs: 0.4 } } };
  const work = { samplesScored: 400, updatesObserved: 100, weighings: 4, scorer: 'bald' };
  const { tables } = summarize([record('a', 1, 0.1, work)], measured);
  expect(tables[0]?.arms[0]?.updateEquivalents).toBeCloseTo(
    100 + (400 * 0.1 + 100 * 0.4 + 4 * 2) / 4,
    9,
  );
});

test('compares an arm with the uniform that was given its cost, in the same family', () => {
  const errors = { uniform: [0.2, 0.3, 0.4], a: [0.1, 0.19, 0.3], equal: [0.15, 0.2, 0.28] };
  const records = Object.entries(errors).flatMap(([arm, all]) =>
    all.map((error, i) => record(arm, i, error, arm === 'equal' ? { equalTo: 'a' } : {})),
  );
  const [table] = summarize(records, cost).tables;
  const [, a, equal] = table?.arms ?? [];
  expect(a?.equalCost).toMatchObject({ arm: 'equal', pFlip: 6 / 8 });
  expect(a?.equalCost?.difference).toBeCloseTo(-0.04 / 3, 12);
  expect(a?.equalCost?.relative).toBeCloseTo(-0.04 / 0.63, 12);
  // a with uniform and a with equal: two comparisons; equal with uniform is none.
  expect(table?.comparisons).toBe(2);
  expect(a?.pHolm).toBeCloseTo(2 * (a?.p as number), 12);
  expect(a?.pFlip).toBe(2 / 8);
  expect(equal?.difference).not.toBeNull();
  expect(equal?.pHolm).toBeNull();
});

test('one uniform can be the arm of equal cost for several', () => {
  const errors = { uniform: [0.2, 0.3], a: [0.1, 0.2], b: [0.3, 0.1], equal: [0.15, 0.2] };
  const records = Object.entries(errors).flatMap(([arm, all]) =>
    all.map((error, i) => record(arm, i, error, arm === 'equal' ? { equalTo: ['a', 'b'] } : {})),
  );
  const [table] = summarize(records, cost).tables;
  expect(table?.arms.map((arm) => arm.equalCost?.arm)).toEqual([
    undefined,
    'equal',
    'equal',
    undefined,
  ]);
  expect(table?.comparisons).toBe(4);
});

test('says at which part of its cost uniform is reached, along the mean curve', () => {
  const curve = (...errors: number[]) =>
    errors.map((error, i): [number, number] => [50 * i, error]);
  const { tables } = summarize(
    [
      record('uniform', 1, 0.1, { validationError: 0.2, curve: curve(0.9, 0.4, 0.2) }),
      record('uniform', 2, 0.1, { validationError: 0.4, curve: curve(0.9, 0.6, 0.4) }),
      record('a', 1, 0.1, { referenceSteps: 10, curve: curve(0.9, 0.3, 0.1) }),
      record('a', 2, 0.1, { referenceSteps: 10, curve: curve(0.9, 0.5, 0.1) }),
      record('b', 1, 0.1, { curve: curve(0.9, 0.4, 0.31) }),
    ],
    cost,
  );
  const [uniform, a, b] = tables[0]?.arms ?? [];
  expect(uniform?.shareToUniform).toBe(1);
  // Means of 0.4 and 0.1 at 50 and 100: 0.3 a third of the way.
  expect(a?.shareToUniform).toBeCloseTo((50 + 50 / 3) / 100, 12);
  expect(a?.costShareToUniform).toBeCloseTo((10 + 50 + 50 / 3) / 100, 12);
  // Seed 1 alone: uniform ends at 0.2.
  expect(b?.shareToUniform).toBeNull();
});
