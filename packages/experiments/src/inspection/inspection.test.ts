import { expect, test } from 'vitest';
import { historyOf, lookSteps } from './history.ts';
import { someHistory } from './inspection.fixture.ts';
import { inspectionOf } from './inspection.ts';

const inspection = inspectionOf(someHistory());

test('looks are at equal distances, from before the first update to after the last', () => {
  expect(lookSteps(800, 4)).toEqual([0, 200, 400, 600, 800]);
  expect(lookSteps(7, 3)).toEqual([0, 2, 5, 7]);
  expect(lookSteps(2, 20)).toEqual([0, 1, 2]);
});

test('the data map is of the looks after an update', () => {
  const look = (step: number, trueClass: number[]) => ({
    step,
    scores: {},
    predictions: new Int32Array(2),
    trueClass: Float32Array.from(trueClass),
  });
  const { dataset } = someHistory();
  const { confidence, variability } = historyOf({
    title: '',
    dataset: { ...dataset, count: 2 },
    scorers: [],
    looks: [look(0, [1, 1]), look(1, [0.25, 0.5]), look(2, [0.75, 0.5])],
    gallerySteps: [],
  });
  expect([...confidence]).toEqual([0.5, 0.5]);
  expect([...variability]).toEqual([0.25, 0]);
});

test('agreement is symmetric, with ones down the middle', () => {
  const { agreement, scorers } = inspection;
  expect(agreement.length).toBe(scorers.length);
  agreement.forEach((row, i) => {
    expect(row[i]).toBe(1);
    expect(row).toEqual(agreement.map((other) => other[i]));
  });
  // The scorers of the fixture differ by their noise, which grows from one to the next.
  expect(agreement[0]?.[1]).toBeGreaterThan(agreement[0]?.[7] as number);
});

test('ranks move towards the last ones', () => {
  const moved = inspection.movement.entropy ?? [];
  expect(moved.map(([step]) => step)).toEqual(lookSteps(8_000, 10));
  expect(moved.at(-1)).toEqual([8_000, 1]);
  expect(moved[0]?.[1]).toBeLessThan(0.2);
  expect(moved[9]?.[1]).toBeGreaterThan(0.8);
  const steady = inspection.steadiness.entropy ?? [];
  expect(steady.length).toBe(10);
  expect(steady[9]).toEqual(moved[9] === undefined ? [] : [8_000, moved[9][1]]);
});

test('a factor that makes samples hard is told from one that does not, class by class', () => {
  const factor = (name: string) => inspection.factors.find((some) => some.name === name);
  const size = factor('size');
  expect(size?.groups.map(({ name }) => name)).toEqual(['rectangle', 'ellipse', 'triangle']);
  for (const { correlation } of size?.groups ?? []) expect(correlation).toBeLessThan(-0.9);
  expect(size?.correlation.entropy).toBeLessThan(-0.9);
  expect(Math.abs(factor('contrast')?.correlation.entropy as number)).toBeLessThan(0.2);
  expect(factor('skew of a triangle')?.groups.map(({ name }) => name)).toEqual(['triangle']);
  expect(factor('class')?.groups[0]?.bins.map(({ at }) => at)).toEqual([
    'rectangle',
    'ellipse',
    'triangle',
  ]);
});

test('extremes are in order of score at each gallery', () => {
  const history = someHistory();
  const { hardest, easiest, step } = inspection.extremes.margin?.at(-1) ?? {};
  const scores = history.looks.at(-1)?.scores.margin as Float32Array;
  const sorted = [...scores].sort((a, b) => b - a);
  expect(step).toBe(8_000);
  expect(hardest?.map((i) => scores[i])).toEqual(sorted.slice(0, 20));
  expect(easiest?.map((i) => scores[i])).toEqual(sorted.slice(-20).reverse());
});

test('the numbers can be written as JSON and read back', () => {
  expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection);
});
