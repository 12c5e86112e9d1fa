import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excess, normalised, someWeights, tally, wrongByOnePercent } from '../test/chi-square.ts';
import { successive, tallySequences } from '../test/successive.ts';
import { aliasSampler, createRng, sampleWithoutReplacement } from './index.ts';

test('exactly count different indices, none without weight, whatever the weights', () => {
  fc.assert(
    fc.property(
      fc
        .array(
          fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1e-300, 1e300)),
          {
            minLength: 1,
            maxLength: 80,
          },
        )
        .filter((weights) => weights.some((w) => w > 0)),
      fc.integer(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (weights, seed, part) => {
        const positive = weights.filter((w) => w > 0).length;
        for (const count of [Math.floor(part * positive), positive]) {
          const drawn = sampleWithoutReplacement(weights, count, { random: createRng(seed) });
          expect(drawn.length).toBe(count);
          expect(new Set(drawn).size).toBe(count);
          expect([...drawn].every((i) => (weights[i] as number) > 0)).toBe(true);
        }
        const random = createRng(seed);
        expect(() => sampleWithoutReplacement(weights, positive + 1, { random })).toThrow(
          RangeError,
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('each order comes as often as successive sampling has it, and weights all wrong by 1 % would not pass', () => {
  const weights = [3, 0, 1, 2, 5];
  const chances = successive(weights, 3);
  const random = createRng(1);
  const counts = tallySequences(chances, 700_000, () =>
    sampleWithoutReplacement(weights, 3, { random }),
  );
  expect(Math.abs(excess(counts, [...chances.values()]))).toBeLessThan(5);
  const wrong = successive(wrongByOnePercent(weights), 3);
  expect(excess(counts, [...wrong.values()])).toBeGreaterThan(8);
});

test('few of many: the first follows the weights, the second the weights without it', () => {
  // Ten kinds of thirty each: what was drawn hardly changes what its kind weighs, so the second is tested by kind as well.
  const kinds = someWeights(createRng('weights'), 10, 5);
  const weights = Float64Array.from({ length: 300 }, (_, i) => kinds[i % 10] as number);
  const p = normalised(kinds);
  const pairs = successive(weights, 2);
  const second = new Float64Array(100);
  for (const [pair, chance] of pairs) {
    const [i, j] = pair.split(',').map(Number) as [number, number];
    const cell = (i % 10) * 10 + (j % 10);
    second[cell] = (second[cell] as number) + chance;
  }
  const random = createRng(2);
  const first = new Float64Array(10);
  const both = new Float64Array(100);
  for (let call = 0; call < 450_000; call++) {
    const [i, j] = sampleWithoutReplacement(weights, 2, { random }) as unknown as [number, number];
    tally(Int32Array.of(i % 10), first);
    tally(Int32Array.of((i % 10) * 10 + (j % 10)), both);
  }
  expect(Math.abs(excess(first, p))).toBeLessThan(5);
  expect(Math.abs(excess(both, second))).toBeLessThan(5);
  expect(excess(first, normalised(wrongByOnePercent(kinds)))).toBeGreaterThan(8);
});

test('with equal weights and all of them it is a shuffle', () => {
  const drawn = sampleWithoutReplacement(new Float32Array(5000).fill(0.1), 5000, {
    random: createRng(1),
  });
  expect([...drawn].sort((a, b) => a - b)).toEqual([...new Array(5000).keys()]);
  let inOrder = 0;
  for (let k = 1; k < 5000; k++) if ((drawn[k] as number) > (drawn[k - 1] as number)) inOrder++;
  expect(Math.abs(inOrder - 2500)).toBeLessThan(5 * Math.sqrt(5000 / 12));
});

test('weights 24 orders of magnitude apart come out by their order, and all of them do', () => {
  const weights = Float64Array.from({ length: 25 }, (_, i) => 10 ** -i);
  const random = createRng(3);
  let places = 0;
  for (let call = 0; call < 2000; call++) {
    const drawn = sampleWithoutReplacement(weights, 25, { random });
    places += drawn.indexOf(24) - 24;
  }
  expect(places / 2000).toBeGreaterThan(-0.2); // the smallest is last but for a tenth or so
});

test('the samples of some seeds are these, on every engine', () => {
  const weights = someWeights(createRng('weights'), 200, 100);
  const draw = (count: number) => [
    ...sampleWithoutReplacement(weights, count, { random: createRng(0) }).slice(0, 8),
  ];
  expect(draw(5)).toEqual([161, 2, 132, 106, 99]);
  expect(draw(50)).toEqual([125, 2, 3, 170, 133, 124, 60, 85]);
});

test('a table draws the same when it is there already', () => {
  const weights = someWeights(createRng('weights'), 200, 100);
  const sampler = aliasSampler(weights, { random: createRng(0) });
  expect(sampler.fillDistinct(new Int32Array(50))).toEqual(
    sampleWithoutReplacement(weights, 50, { random: createRng(0) }),
  );
});

test('a wrapped generator draws the same', () => {
  const inner = createRng(5);
  const weights = someWeights(createRng('weights'), 200, 1e7);
  for (const count of [3, 180]) {
    const seeded = createRng(5);
    seeded.state.set(inner.state);
    expect(sampleWithoutReplacement(weights, count, { random: () => inner() })).toEqual(
      sampleWithoutReplacement(weights, count, { random: seeded }),
    );
    expect(seeded.state).toEqual(inner.state);
  }
});

test('what is wrong is refused', () => {
  const refuse = (...args: unknown[]) =>
    expect(() =>
      sampleWithoutReplacement(...(args as Parameters<typeof sampleWithoutReplacement>)),
    );
  refuse([1, Number.NaN], 1).toThrow(new RangeError('sampleWithoutReplacement: weights[1] is NaN'));
  refuse([1, -1], 1).toThrow(
    new RangeError('sampleWithoutReplacement: weights[1] must be >= 0, got -1'),
  );
  refuse([1, 2, Infinity], 1).toThrow(
    new RangeError('sampleWithoutReplacement: weights[2] is Infinity'),
  );
  refuse([0, 0], 0).toThrow(
    new RangeError('sampleWithoutReplacement: weights must not be all zero'),
  );
  refuse([1, 0, 2], 3).toThrow(
    new RangeError('sampleWithoutReplacement: count must be <= 2, the weights > 0, got 3'),
  );
  refuse([1], -1).toThrow(RangeError);
  refuse([1], 1.5).toThrow(RangeError);
  refuse([1]).toThrow(TypeError);
  refuse('123', 1).toThrow(TypeError);
  refuse([1], 1, { random: 3 }).toThrow(TypeError);
  refuse([1, 2], 1, { random: () => 1 }).toThrow(
    new RangeError('sampleWithoutReplacement: random() must be in [0, 1), got 1'),
  );
  expect(() => aliasSampler([1, 0, 1]).fillDistinct(new Int32Array(3))).toThrow(
    new RangeError('aliasSampler: out must have at most 2 places, the weights > 0, got 3'),
  );
  expect(() => aliasSampler([1]).fillDistinct([0] as unknown as Int32Array)).toThrow(TypeError);
  expect(sampleWithoutReplacement([1, 2], 0)).toEqual(new Int32Array(0));
});
