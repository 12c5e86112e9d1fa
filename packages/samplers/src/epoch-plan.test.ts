import { expect, test } from 'vitest';
import {
  excess,
  normalised,
  someWeights,
  tally,
  worstInclusion,
  wrongByOnePercent,
} from '../test/chi-square.ts';
import { createRng, epochPlan, systematicSample } from './index.ts';

test('it is the systematic sample of the same state, shuffled', () => {
  for (const seed of [0, 1, 2]) {
    const weights = someWeights(createRng(seed), 300, 30);
    const plan = epochPlan(weights, 500, { random: createRng(seed) });
    const sample = systematicSample(weights, 500, { random: createRng(seed) });
    expect(plan).not.toEqual(sample);
    expect(plan.sort()).toEqual(sample);
  }
});

test('with strata it is theirs, shuffled', () => {
  const weights = someWeights(createRng(1), 300, 30);
  const strata = Int32Array.from(weights, (_, i) => i % 4);
  const plan = epochPlan(weights, 100, { random: createRng(2), strata });
  const sample = systematicSample(weights, 100, { random: createRng(2), strata });
  expect(plan).not.toEqual(sample);
  expect(plan.sort()).toEqual(sample);
});

test('equal weights and count = n make a permutation, every order as likely as the next', () => {
  const random = createRng(5);
  const counts = new Map<string, number>();
  for (let k = 0; k < 240_000; k++) {
    const order = epochPlan([1, 1, 1, 1], 4, { random }).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  expect(Math.abs(excess([...counts.values()], new Array(24).fill(1 / 24)))).toBeLessThan(5);
});

test('every place is as likely to hold an index as any other', () => {
  const random = createRng(6);
  const places = new Float64Array(10);
  for (let k = 0; k < 100_000; k++) {
    const place = epochPlan([1, 2, 3, 4], 10, { random }).indexOf(0);
    places[place] = (places[place] as number) + 1;
  }
  expect(Math.abs(excess(places, new Array(10).fill(0.1)))).toBeLessThan(5);
});

test('the plans of some seeds are these, on every engine', () => {
  expect([...epochPlan([1, 2, 3, 4, 0, 5], 7, { random: createRng(0) })]).toEqual([
    5, 5, 2, 3, 3, 5, 1,
  ]);
});

test('without a random it draws from Math.random', () => {
  expect(tally(epochPlan([1, 3], 8), new Float64Array(2))).toEqual(new Float64Array([2, 6]));
});

test('what is wrong is refused', () => {
  expect(() => epochPlan([1, Number.NaN], 1)).toThrow(
    new RangeError('epochPlan: weights[1] is NaN'),
  );
  expect(() => epochPlan([1], -1)).toThrow(
    new RangeError('epochPlan: count must be an integer in [0, 2^31), got -1'),
  );
  expect(() => epochPlan([0], 1)).toThrow(RangeError);
  expect(() => epochPlan([1], 1, { random: {} as () => number })).toThrow(TypeError);
});

test('each index comes with the chance of its share, and weights all wrong by 1 % would not pass', () => {
  const weights = [0.95, 0.9, 0.85, 0.3, 0.92, 0.08];
  const count = 4; // as much as they sum to
  const calls = 300_000;
  for (const seed of [0, 1]) {
    const random = createRng(seed);
    const counts = new Float64Array(weights.length);
    for (let k = 0; k < calls; k++) tally(epochPlan(weights, count, { random }), counts);
    expect(worstInclusion(counts, weights, calls)).toBeLessThan(5);
    const wrong = normalised(wrongByOnePercent(weights)).map((p) => Math.min(1, count * p));
    expect(worstInclusion(counts, wrong, calls)).toBeGreaterThan(8);
  }
});
