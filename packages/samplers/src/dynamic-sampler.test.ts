import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excess, normalised, someWeights, tally, wrongByOnePercent } from '../test/chi-square.ts';
import { createRng, dynamicSampler, type Random } from './index.ts';
import { setLeaf, sumAbove, sumTree } from './sum-tree.ts';

/** Numbers over 24 orders of magnitude, and one in eight of them 0. */
function wide(random: Random): number {
  const number = random();
  return number < 0.125 ? 0 : 10 ** (24 * random() - 12);
}

test('draws follow the weights, also after updates, and weights all wrong by 1 % would not pass', () => {
  const weights = someWeights(createRng('weights'), 1000, 100);
  const out = new Int32Array(1_000_000);
  for (const seed of [0, 1, 2]) {
    const sampler = dynamicSampler(new Float64Array(1000).fill(3), { random: createRng(seed) });
    for (let start = 0; start < 1000; start += 100) {
      const indices = Int32Array.from({ length: 100 }, (_, k) => start + k);
      sampler.update(indices, weights.subarray(start, start + 100));
    }
    const counts = new Float64Array(1000);
    for (let k = 0; k < 8; k++) tally(sampler.fill(out), counts);
    expect(Math.abs(excess(counts, normalised(weights)))).toBeLessThan(5);
    expect(excess(counts, normalised(wrongByOnePercent(weights)))).toBeGreaterThan(8);
  }
});

test('after ten million updates over 24 orders of magnitude every sum is that of its children', () => {
  const size = 3000;
  const random = createRng('updates');
  const start = Float64Array.from({ length: size }, () => wide(random));
  const tree = sumTree(start);
  const sampler = dynamicSampler(start, { random: createRng(1) });
  const now = start.slice();
  let updates = 0;
  while (updates < 10_000_000) {
    const count = 1 + Math.floor(2000 * random() ** 2);
    const indices = Int32Array.from({ length: count }, () => Math.floor(random() * size));
    const weights = Float64Array.from(indices, () => wide(random));
    sampler.update(indices, weights);
    const parents = new Int32Array(count);
    indices.forEach((i, k) => {
      now[i] = weights[k] as number;
      tree.sums[tree.leaves + i] = weights[k] as number;
      parents[k] = (tree.leaves + i) >> 1;
    });
    sumAbove(tree, parents, count);
    updates += count;
  }
  const anew = sumTree(now);
  expect(tree.sums).toEqual(anew.sums);
  let wrong = 0;
  for (let i = 1; i < anew.leaves; i++) {
    const sum = (anew.sums[2 * i] as number) + (anew.sums[2 * i + 1] as number);
    if (anew.sums[i] !== sum) wrong++;
  }
  expect(wrong).toBe(0);
  const fresh = dynamicSampler(now, { random: createRng(1) });
  for (let i = 0; i < size; i++) expect(sampler.probability(i)).toBe(fresh.probability(i));
  const out = sampler.fill(new Int32Array(100_000));
  expect(out).toEqual(fresh.fill(new Int32Array(100_000)));
  for (const i of new Set(out)) expect(now[i]).toBeGreaterThan(0);
});

test('updates by one, by few and by many leave the same tree', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1e12, noNaN: true })), {
        maxLength: 60,
      }),
      (size, changes) => {
        const start = new Float64Array(size).fill(1);
        const together = sumTree(start);
        const oneByOne = sumTree(start);
        const parents = Int32Array.from(changes, ([i]) => (together.leaves + (i % size)) >> 1);
        for (const [i, weight] of changes) {
          together.sums[together.leaves + (i % size)] = weight;
          setLeaf(oneByOne, i % size, weight);
        }
        sumAbove(together, parents, changes.length);
        expect(together.sums).toEqual(oneByOne.sums);
      },
    ),
  );
});

test('what has no weight is never drawn, by any number of random, nor what is beyond the last', () => {
  fc.assert(
    fc.property(
      fc
        .array(
          fc.oneof(
            fc.double({ min: 0, max: 1, noNaN: true }),
            fc.constantFrom(0, 0, 0, 0.1, 5e-324, 1e-20, 1e20),
          ),
          { minLength: 1, maxLength: 70 },
        )
        .filter((weights) => weights.some((w) => w > 0)),
      fc.oneof(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom(0, 2 ** -53, 1 - 2 ** -53),
      ),
      (weights, number) => {
        const i = dynamicSampler(weights, { random: () => number }).next();
        expect(weights[i]).toBeGreaterThan(0);
      },
    ),
    { numRuns: 3000 },
  );
});

test('the number chooses the index up to which the weights exceed it', () => {
  const weights = [1, 2, 0, 4, 1];
  const drawn = [0, 0.124, 0.126, 0.374, 0.376, 0.874, 0.876, 0.999].map((number) =>
    dynamicSampler(weights, { random: () => number }).next(),
  );
  expect(drawn).toEqual([0, 0, 1, 1, 3, 3, 4, 4]);
});

test('next, fill, an inlined generator and a wrapped one all give the same stream', () => {
  const weights = someWeights(createRng(1), 1000, 50);
  const inner = createRng(8);
  const filled = dynamicSampler(weights, { random: createRng(8) }).fill(new Int32Array(500));
  expect(dynamicSampler(weights, { random: () => inner() }).fill(new Int32Array(500))).toEqual(
    filled,
  );
  const one = dynamicSampler(weights, { random: createRng(8) });
  expect(Int32Array.from({ length: 500 }, () => one.next())).toEqual(filled);
});

test('the streams of some seeds are these, on every engine', () => {
  const sampler = dynamicSampler([1, 2, 3, 4, 0, 5], { random: createRng(0) });
  expect([...sampler.fill(new Int32Array(10))]).toEqual([5, 0, 0, 5, 3, 3, 3, 2, 2, 5]);
  sampler.update([1, 4], [0, 9]);
  expect([...sampler.fill(new Int32Array(10))]).toEqual([0, 2, 4, 3, 5, 4, 0, 3, 5, 4]);
});

test('of an index that comes twice the last weight counts', () => {
  const sampler = dynamicSampler([1, 1]);
  sampler.update([0, 1, 0], [100, 2, 6]);
  expect([sampler.probability(0), sampler.probability(1)]).toEqual([0.75, 0.25]);
});

test('rebuilt, it is as one built anew', () => {
  const sampler = dynamicSampler([1, 2, 3], { random: createRng(1) });
  sampler.rebuild(new Float32Array([3, 0, 1]));
  expect([0, 1, 2].map(sampler.probability)).toEqual([0.75, 0, 0.25]);
  expect(sampler.size).toBe(3);
});

test('an update that is refused changes nothing', () => {
  const sampler = dynamicSampler([1, 2, 0, 5], { random: createRng(1) });
  const refuse = (indices: unknown, weights: unknown) =>
    expect(() => sampler.update(indices as number[], weights as number[]));
  refuse([0, 1, 3, 1], [0, 7, 0, 0]).toThrow(
    new RangeError('dynamicSampler: weights must not be all zero'),
  );
  refuse([0, 1], [1e308, 1e308]).toThrow(
    new RangeError("dynamicSampler: the weights' sum is not finite"),
  );
  refuse([0, 4], [1, 1]).toThrow(
    new RangeError('dynamicSampler: indices[1] must be in [0, 4), got 4'),
  );
  refuse([-1], [1]).toThrow(RangeError);
  refuse([0.5], [1]).toThrow(RangeError);
  refuse([0, 1], [1, Number.NaN]).toThrow(new RangeError('dynamicSampler: weights[1] is NaN'));
  refuse([0, 1], [9, -1]).toThrow(
    new RangeError('dynamicSampler: weights[1] must be >= 0, got -1'),
  );
  refuse([0], [Infinity]).toThrow(new RangeError('dynamicSampler: weights[0] is Infinity'));
  refuse([0], ['1']).toThrow(new TypeError('dynamicSampler: weights[0] is 1'));
  refuse([0], [1, 2]).toThrow(
    new RangeError('dynamicSampler: there must be as many weights as indices, got 2 and 1'),
  );
  refuse(0, [1]).toThrow(TypeError);
  refuse([0], undefined).toThrow(TypeError);
  expect(() => sampler.rebuild([1, 2, 3])).toThrow(RangeError);
  expect(() => sampler.rebuild([1, 2, 3, -4])).toThrow(RangeError);
  sampler.update([], []);
  expect([0, 1, 2, 3].map(sampler.probability)).toEqual([0.125, 0.25, 0, 0.625]);
});

test('what is wrong is refused', () => {
  expect(() => dynamicSampler([1, Number.NaN])).toThrow(
    new RangeError('dynamicSampler: weights[1] is NaN'),
  );
  expect(() => dynamicSampler([1, -1])).toThrow(RangeError);
  expect(() => dynamicSampler([1, Infinity])).toThrow(RangeError);
  expect(() => dynamicSampler([0, 0])).toThrow(RangeError);
  expect(() => dynamicSampler([])).toThrow(RangeError);
  expect(() => dynamicSampler([1], { random: 1 as unknown as Random })).toThrow(TypeError);
  const sampler = dynamicSampler([1]);
  expect(sampler.next()).toBe(0);
  expect(() => sampler.fill([] as unknown as Int32Array)).toThrow(TypeError);
  for (const i of [-1, 1, 0.5]) expect(() => sampler.probability(i)).toThrow(RangeError);
  expect(() => dynamicSampler([1], { random: () => 1 }).next()).toThrow(
    new RangeError('dynamicSampler: random() must be in [0, 1), got 1'),
  );
});
