import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  normalised,
  someWeights,
  tally,
  worstInclusion,
  wrongByOnePercent,
} from '../test/chi-square.ts';
import { createRng, systematicSample } from './index.ts';

const weightsOf = fc
  .array(fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constantFrom(0, 1, 2, 0.1)), {
    minLength: 1,
    maxLength: 60,
  })
  .filter((weights) => weights.some((w) => w > 0));
/** Numbers of [0, 1), both ends among them. */
const numberOf = fc.oneof(
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.constantFrom(0, 2 ** -53, 1 - 2 ** -53),
);

test('exactly count indices, ascending, each floor or ceil of its share, none without weight', () => {
  fc.assert(
    fc.property(weightsOf, fc.integer({ min: 0, max: 300 }), numberOf, (weights, count, number) => {
      const out = systematicSample(weights, count, { random: () => number });
      expect(out.length).toBe(count);
      expect([...out]).toEqual([...out].sort((a, b) => a - b));
      const p = normalised(weights);
      tally(out, new Float64Array(weights.length)).forEach((drawn, i) => {
        const share = count * (p[i] as number);
        expect(drawn).toBeGreaterThanOrEqual(Math.floor(share - 1e-8));
        expect(drawn).toBeLessThanOrEqual(Math.ceil(share + 1e-8));
        if (weights[i] === 0) expect(drawn).toBe(0);
      });
    }),
    { numRuns: 2000 },
  );
});

test('equal weights and count = n take every index once, for every n and whatever the rounding', () => {
  let wrong = 0;
  for (let n = 1; n <= 1000; n++) {
    for (const number of [0, 1e-17, 0.5, 1 - 2 ** -53]) {
      for (const weight of [1 / n, 0.1]) {
        const weights = new Float64Array(n).fill(weight);
        const out = systematicSample(weights, n, { random: () => number });
        if (out.some((index, k) => index !== k)) wrong++;
      }
    }
  }
  expect(wrong).toBe(0);
});

test('whole shares are drawn exactly, over a million weights', () => {
  const n = 1_000_000;
  const weights = Float32Array.from({ length: n }, (_, i) => 0.1 * ((i % 3) + 1));
  const out = systematicSample(weights, 3 * n, { random: createRng(1) });
  const counts = tally(out, new Float64Array(n));
  const sum = weights.reduce((a, b) => a + b);
  let wrong = 0;
  for (let i = 0; i < n; i++) {
    const share = (3 * n * (weights[i] as number)) / sum;
    if (Math.abs((counts[i] as number) - share) >= 1) wrong++;
  }
  expect(wrong).toBe(0);
  expect(out.length).toBe(3 * n);
});

test('each index is drawn in proportion to its weight, and weights all wrong by 1 % would not pass', () => {
  const weights = someWeights(createRng('weights'), 40, 5);
  const count = 6; // all shares are below 1
  const calls = 1_700_000; // a little over 1e7 draws
  for (const seed of [0, 1]) {
    const random = createRng(seed);
    const counts = new Float64Array(weights.length);
    for (let k = 0; k < calls; k++) tally(systematicSample(weights, count, { random }), counts);
    const chances = normalised(weights).map((p) => count * p);
    expect(Math.max(...chances)).toBeLessThan(1);
    expect(worstInclusion(counts, chances, calls)).toBeLessThan(5);
    const wrong = normalised(wrongByOnePercent(weights)).map((p) => count * p);
    expect(worstInclusion(counts, wrong, calls)).toBeGreaterThan(8);
  }
});

test('the expected draws are the shares to 3e-9, worked out over all numbers that random can give', () => {
  // The k-th index drawn goes up with the number: where it passes each index is found by halving.
  const upTo = (weights: number[], count: number, k: number, i: number) => {
    let low = 0;
    let high = 1;
    for (let times = 0; times < 53; times++) {
      const middle = (low + high) / 2;
      const drawn = systematicSample(weights, count, { random: () => middle })[k] as number;
      if (drawn <= i) low = middle;
      else high = middle;
    }
    return low;
  };
  for (const [weights, count] of [
    [[1, 3], 1],
    [[1, 2, 3, 0.5, 5], 3],
    [[0.1, 0, 0.2, 0.3, 7], 40],
    [[1, 1e-3, 1e-6, 2], 5],
  ] as const) {
    const p = normalised(weights);
    for (let i = 0; i < weights.length; i++) {
      let expected = 0;
      for (let k = 0; k < count; k++) {
        expected +=
          upTo([...weights], count, k, i) - (i > 0 ? upTo([...weights], count, k, i - 1) : 0);
      }
      expect(Math.abs(expected - count * (p[i] as number))).toBeLessThan(3e-9);
    }
  }
});

test('with strata each of them, too, has floor or ceil of its share', () => {
  fc.assert(
    fc.property(
      weightsOf,
      fc.integer({ min: 0, max: 300 }),
      numberOf,
      fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 60, maxLength: 60 }),
      (weights, count, number, labels) => {
        const strata = labels.slice(0, weights.length);
        const out = systematicSample(weights, count, { random: () => number, strata });
        expect(out.length).toBe(count);
        expect([...out]).toEqual([...out].sort((a, b) => a - b));
        const p = normalised(weights);
        const off = (counts: Float64Array, shares: Float64Array) =>
          counts.some(
            (drawn, i) =>
              drawn < Math.floor((shares[i] as number) - 1e-8) ||
              drawn > Math.ceil((shares[i] as number) + 1e-8),
          );
        const shares = p.map((part) => count * part);
        const ofStrata = new Float64Array(7);
        strata.forEach((stratum, i) => {
          ofStrata[stratum] = (ofStrata[stratum] as number) + (shares[i] as number);
        });
        expect(off(tally(out, new Float64Array(weights.length)), shares)).toBe(false);
        const drawn = out.map((i) => strata[i] as number);
        expect(off(tally(drawn, new Float64Array(7)), ofStrata)).toBe(false);
      },
    ),
    { numRuns: 1000 },
  );
});

test('with strata each index is still drawn in proportion to its weight, and weights all wrong by 1 % would not pass', () => {
  const weights = someWeights(createRng('weights'), 12, 3);
  const strata = Uint8Array.from({ length: 12 }, (_, i) => (i * 7) % 3);
  const calls = 400_000;
  const random = createRng(5);
  const counts = new Float64Array(12);
  for (let k = 0; k < calls; k++) tally(systematicSample(weights, 6, { random, strata }), counts);
  const chances = normalised(weights).map((p) => 6 * p);
  expect(worstInclusion(counts, chances, calls)).toBeLessThan(5);
  const wrong = normalised(wrongByOnePercent(weights)).map((p) => 6 * p);
  expect(worstInclusion(counts, wrong, calls)).toBeGreaterThan(8);
});

test('strata that cannot be are refused', () => {
  const refuse = (strata: unknown) =>
    expect(() => systematicSample([1, 2], 1, { strata: strata as number[] }));
  refuse([0]).toThrow(new RangeError('systematicSample: there must be 2 strata, got 1'));
  refuse([0, -1]).toThrow(
    new RangeError('systematicSample: strata[1] must be an integer in [0, 2^24), got -1'),
  );
  refuse([0.5, 0]).toThrow(RangeError);
  refuse([0, 2 ** 24]).toThrow(RangeError);
  refuse(['0', 0]).toThrow(RangeError);
  refuse(7).toThrow(TypeError);
});

test('it takes one number of random, whatever the count', () => {
  let calls = 0;
  const random = () => {
    calls++;
    return 0.3;
  };
  systematicSample([1, 2, 3], 50, { random });
  expect(calls).toBe(1);
});

test('the samples of some seeds are these, on every engine', () => {
  expect([...systematicSample([1, 2, 3, 4, 0, 5], 7, { random: createRng(0) })]).toEqual([
    1, 2, 3, 3, 5, 5, 5,
  ]);
});

test('count 0 is nobody; one index is count times itself', () => {
  expect(systematicSample([1, 2], 0)).toEqual(new Int32Array(0));
  expect(systematicSample([0.3], 4)).toEqual(new Int32Array(4));
  expect(systematicSample([0, 5e-324], 2)).toEqual(new Int32Array([1, 1]));
});

test('what is wrong is refused', () => {
  expect(() => systematicSample([1, Number.NaN], 1)).toThrow(
    new RangeError('systematicSample: weights[1] is NaN'),
  );
  expect(() => systematicSample([1, -2], 1)).toThrow(RangeError);
  expect(() => systematicSample([Infinity], 1)).toThrow(RangeError);
  expect(() => systematicSample([0, 0], 1)).toThrow(RangeError);
  expect(() => systematicSample([], 1)).toThrow(RangeError);
  expect(() => systematicSample([1], 1.5)).toThrow(
    new RangeError('systematicSample: count must be an integer in [0, 2^31), got 1.5'),
  );
  expect(() => systematicSample([1], -1)).toThrow(RangeError);
  expect(() => systematicSample([1], undefined as unknown as number)).toThrow(TypeError);
  expect(() => systematicSample([1], 1, { random: () => 1 })).toThrow(
    new RangeError('systematicSample: random() must be in [0, 1), got 1'),
  );
});
