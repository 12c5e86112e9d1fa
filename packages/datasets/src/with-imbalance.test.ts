import { expect, test } from 'vitest';
import type { Dataset } from './dataset.ts';
import { withImbalance } from './with-imbalance.ts';

/** 400 samples of four classes in turn; the input is the index. */
const DATA: Dataset = {
  name: 'four',
  inputs: Float32Array.from({ length: 400 }, (_, i) => i),
  labels: Uint8Array.from({ length: 400 }, (_, i) => i % 4),
  count: 400,
  shape: [1],
  classNames: ['a', 'b', 'c', 'd'],
};

const counts = ({ labels }: Dataset) =>
  [0, 1, 2, 3].map((c) => labels.filter((label) => label === c).length);

test('ratio makes a long tail, from all of the first class to 1 / ratio of the last', () => {
  // 100 * 8^(-c / 3)
  expect(counts(withImbalance(DATA, { ratio: 8, seed: 1 }))).toEqual([100, 50, 25, 13]);
  expect(counts(withImbalance(DATA, { ratio: 1, seed: 1 }))).toEqual([100, 100, 100, 100]);
});

test('keep gives the share of each class, rounded', () => {
  expect(counts(withImbalance(DATA, { keep: [0, 1, 0.5, 0.014], seed: 1 }))).toEqual([
    0, 100, 50, 1,
  ]);
});

test('samples keep their order and their labels, and kept says which they are', () => {
  const thin = withImbalance(DATA, { ratio: 10, seed: 1 });
  expect([...thin.inputs]).toEqual([...thin.kept]);
  expect(thin.kept).toBeInstanceOf(Int32Array);
  expect([...thin.kept]).toEqual([...thin.kept].sort((a, b) => a - b));
  expect(new Set(thin.kept).size).toBe(thin.count);
  expect([...thin.labels]).toEqual([...thin.kept].map((i) => i % 4));
  expect(DATA.inputs[0]).toBe(0);
});

test('chooses at random, the same for a seed and another for another', () => {
  const kept = (seed: number | string) => withImbalance(DATA, { keep: [0.1, 0, 0, 0], seed }).kept;
  expect(kept(0)).toEqual(kept('0'));
  expect(kept(0)).not.toEqual(kept(1));
  // Of 100 places each is taken 0.1 of the time: over 500 seeds 50 times, sd 6.7.
  const taken = new Map<number, number>();
  for (let seed = 0; seed < 500; seed++) {
    for (const i of kept(seed)) taken.set(i, (taken.get(i) ?? 0) + 1);
  }
  expect(taken.size).toBe(100);
  expect([...taken.values()].every((n) => Math.abs(n - 50) < 34)).toBe(true);
});

test.each([
  [{ seed: 1 }, 'give either ratio or keep'],
  [{ ratio: 2, keep: [1, 1, 1, 1], seed: 1 }, 'give either ratio or keep'],
  [{ ratio: 0.5, seed: 1 }, 'ratio must be >= 1 and finite, got 0.5'],
  [{ ratio: Number.NaN, seed: 1 }, 'ratio must be >= 1 and finite, got NaN'],
  [{ ratio: Number.POSITIVE_INFINITY, seed: 1 }, 'ratio must be >= 1 and finite, got Infinity'],
  [{ keep: [1, 1, 1], seed: 1 }, 'keep must hold 4 values, got 3'],
  [{ keep: [1, 1, 1.5, 1], seed: 1 }, 'keep[2] must be in [0, 1], got 1.5'],
  [{ ratio: 2, seed: 1.5 }, 'seed must be an integer, got 1.5'],
  [{ ratio: 2 }, 'seed must be an integer or a string, got undefined'],
])('refuses %o', (options, message) => {
  expect(() => withImbalance(DATA, options as { seed: number })).toThrow(
    `withImbalance: ${message}`,
  );
});

test('refuses a label without a name, and a set of one class', () => {
  const labels = DATA.labels.slice();
  labels[7] = 4;
  expect(() => withImbalance({ ...DATA, labels }, { ratio: 2, seed: 1 })).toThrow(
    'withImbalance: labels[7] must be in [0, 4), got 4',
  );
  expect(() => withImbalance({ ...DATA, classNames: ['a'] }, { ratio: 2, seed: 1 })).toThrow(
    'withImbalance: four must have 2 classes or more, got 1',
  );
});
