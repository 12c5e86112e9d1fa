import { expect, test } from 'vitest';
import { excess, normalised, someWeights, tally, wrongByOnePercent } from '../test/chi-square.ts';
import { checkWeights } from './check-weights.ts';
import { fillFromBlocks } from './fill-from-blocks.ts';
import { createRng, sampleWithReplacement } from './index.ts';

const sumsOf = (weights: ArrayLike<number>) =>
  checkWeights('test', weights, undefined, true).sums as Float64Array;

test('few draws and many follow the weights, and weights all wrong by 1 % would not pass', () => {
  const weights = someWeights(createRng('weights'), 500, 100);
  const wrong = normalised(wrongByOnePercent(weights));
  for (const seed of [0, 1]) {
    for (const count of [31, 2_000_000]) {
      const random = createRng(seed);
      const counts = new Float64Array(500);
      for (let drawn = 0; drawn < 4_000_000; drawn += count) {
        tally(sampleWithReplacement(weights, count, { random }), counts);
      }
      expect(Math.abs(excess(counts, normalised(weights)))).toBeLessThan(5);
      expect(excess(counts, wrong)).toBeGreaterThan(8);
    }
  }
});

test('from running sums, the number chooses the index up to which the weights exceed it', () => {
  const weights = someWeights(createRng(1), 331, 100); // the last of 11 blocks holds 11, and ends with 0
  const sums = sumsOf(weights);
  const total = weights.reduce((a, b) => a + b);
  expect(sums.at(-1)).toBeCloseTo(total, 9);
  const out = new Int32Array(1);
  let before = 0;
  weights.forEach((weight, i) => {
    if (weight === 0) return;
    for (const part of [1e-6, 0.5, 1 - 1e-6]) {
      fillFromBlocks(weights, sums, () => (before + part * weight) / total, out);
      expect(out[0]).toBe(i);
    }
    before += weight;
  });
});

test('the extreme numbers of random give an index with a weight', () => {
  for (const size of [1, 31, 32, 33, 64, 100, 1024, 1100]) {
    for (const at of [0, size >> 1, size - 1]) {
      const weights = new Float64Array(size);
      weights[at] = 0.1;
      const sums = sumsOf(weights);
      const out = new Int32Array(1);
      for (const number of [0, 2 ** -53, 0.5, 1 - 2 ** -53]) {
        fillFromBlocks(weights, sums, () => number, out);
        expect(out[0]).toBe(at);
      }
    }
  }
});

test('the samples of some seeds are these, on every engine', () => {
  const weights = someWeights(createRng('weights'), 100, 100);
  const draw = (count: number) => [
    ...sampleWithReplacement(weights, count, { random: createRng(0) }).slice(0, 6),
  ];
  expect(draw(6)).toEqual([74, 2, 2, 53, 38, 30]);
  expect(draw(100)).toEqual([41, 2, 1, 85, 72, 60]);
});

test('a wrapped generator draws the same', () => {
  const weights = someWeights(createRng('weights'), 3000, 100);
  for (const count of [150, 500]) {
    const inner = createRng(1);
    expect(sampleWithReplacement(weights, count, { random: () => inner() })).toEqual(
      sampleWithReplacement(weights, count, { random: createRng(1) }),
    );
  }
});

test('weights near either end of the numbers keep their proportions', () => {
  for (const unit of [5e-324, 1e-310, 1e-250, 1e300]) {
    const weights = new Float64Array(400);
    weights.set([unit, 3 * unit], 100);
    const counts = tally(
      Int32Array.from({ length: 3000 }, (_, k) => {
        const random = () => (k + 0.5) / 3000;
        return sampleWithReplacement(weights, 1, { random })[0] as number;
      }),
      new Float64Array(400),
    );
    expect([...counts.slice(100, 102)]).toEqual([750, 2250]);
  }
});

test('what is wrong is refused', () => {
  const refuse = (...args: unknown[]) =>
    expect(() => sampleWithReplacement(...(args as Parameters<typeof sampleWithReplacement>)));
  refuse([1, Number.NaN], 1).toThrow(new RangeError('sampleWithReplacement: weights[1] is NaN'));
  refuse([1, -1], 1).toThrow(RangeError);
  refuse([1, 2, Infinity], 1).toThrow(
    new RangeError('sampleWithReplacement: weights[2] is Infinity'),
  );
  refuse([0], 1).toThrow(new RangeError('sampleWithReplacement: weights must not be all zero'));
  refuse([], 1).toThrow(RangeError);
  refuse([1], -1).toThrow(RangeError);
  refuse([1]).toThrow(TypeError);
  refuse([1], 1, { random: 3 }).toThrow(TypeError);
  const beyond = { random: () => 1 };
  refuse([1, 2], 1, beyond).toThrow(
    new RangeError('sampleWithReplacement: random() must be in [0, 1), got 1'),
  );
  refuse(new Float64Array(100).fill(1), 1, beyond).toThrow(
    new RangeError('sampleWithReplacement: random() must be in [0, 1), got 1'),
  );
  expect(sampleWithReplacement([1, 2], 0)).toEqual(new Int32Array(0));
});
