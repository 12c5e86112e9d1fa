import { expect, test } from 'vitest';
import { excess, normalised, someWeights, tally, wrongByOnePercent } from '../test/chi-square.ts';
import { aliasSampler, createRng, type Random, type Shard, shardedSampler } from './index.ts';

const logSum = (weights: Float64Array) => Math.log(weights.reduce((a, b) => a + b));

test('the law is that of the whole, however it is cut, and weights all wrong by 1 % would not pass', () => {
  const weights = someWeights(createRng('weights'), 300, 100);
  for (const cuts of [[], [1], [100, 200], [5, 6, 7, 290]]) {
    const random = createRng(`${cuts}`);
    const ends = [...cuts, 300];
    const shards = ends.map((end, s) => {
      const part = weights.slice(s === 0 ? 0 : ends[s - 1], end);
      return { logMass: logSum(part) - 500, sampler: aliasSampler(part, { random }) };
    });
    const sampler = shardedSampler(shards, { random });
    expect(sampler.size).toBe(300);
    const counts = new Float64Array(300);
    const out = new Int32Array(500_000);
    for (let k = 0; k < 8; k++) tally(sampler.fill(out), counts);
    expect(Math.abs(excess(counts, normalised(weights)))).toBeLessThan(5);
    expect(excess(counts, normalised(wrongByOnePercent(weights)))).toBeGreaterThan(8);
  }
});

test('draws one after the other are as independent as those that are drawn together', () => {
  const weights = [1, 2, 3, 4];
  for (const length of [1, 2, 10]) {
    const random = createRng(length);
    const parts = [weights.slice(0, 2), weights.slice(2)];
    const sampler = shardedSampler(
      parts.map((part) => ({
        logMass: logSum(Float64Array.from(part)),
        sampler: aliasSampler(part, { random }),
      })),
      { random },
    );
    const pairs = new Float64Array(16);
    const out = new Int32Array(length);
    let last = sampler.next();
    for (let draws = 0; draws < 1_000_000; draws += length) {
      for (const i of sampler.fill(out)) {
        pairs[4 * last + i] = (pairs[4 * last + i] as number) + 1;
        last = i;
      }
    }
    const chances = weights.flatMap((a) => weights.map((b) => (a * b) / 100));
    expect(Math.abs(excess(pairs, chances))).toBeLessThan(5);
    const wrong = chances.map((chance, i) => chance * (i % 2 ? 1.01 : 0.99));
    expect(excess(pairs, normalised(wrong))).toBeGreaterThan(8);
  }
});

test('a thousand million items in a thousand lazy shards', () => {
  // Item i of shard s weighs (1 + s % 4) (1 + i % 5): tested by both, and by where in the shard it is.
  const random = createRng('lazy');
  let asked = 0;
  const shards = Array.from({ length: 1000 }, (_, s): Shard => {
    const fill = (out: Int32Array) => {
      asked++;
      const kind = aliasSampler([1, 2, 3, 4, 5], { random });
      for (let k = 0; k < out.length; k++) {
        out[k] = 5 * Math.floor(random() * 200_000) + kind.next();
      }
    };
    return { logMass: Math.log(1 + (s % 4)), sampler: { size: 1_000_000, fill } };
  });
  const sampler = shardedSampler(shards, { random });
  expect(sampler.size).toBe(1_000_000_000);
  expect(asked).toBe(0);
  const cells = new Float64Array(4 * 5 * 4);
  for (const i of sampler.fill(new Int32Array(2_000_000))) {
    const { shard, index } = sampler.locate(i);
    const cell = 20 * (shard % 4) + 4 * (index % 5) + Math.floor(index / 250_000);
    cells[cell] = (cells[cell] as number) + 1;
  }
  expect(asked).toBe(1000);
  const chances = Array.from(cells, (_, cell) => {
    return (1 + Math.floor(cell / 20)) * (1 + (Math.floor(cell / 4) % 5));
  });
  expect(Math.abs(excess(cells, normalised(chances)))).toBeLessThan(5);
  expect(excess(cells, normalised(wrongByOnePercent(chances)))).toBeGreaterThan(8);
});

test('more items than 2^31 are told apart', () => {
  const random = createRng(1);
  const shards = Array.from({ length: 5 }, () => ({
    logMass: 0,
    sampler: { size: 2 ** 31, fill: (out: Int32Array) => out.fill(7) },
  }));
  const sampler = shardedSampler(shards, { random });
  const drawn = new Set(sampler.fill(new Float64Array(1000)));
  expect([...drawn].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4].map((s) => s * 2 ** 31 + 7));
  expect(sampler.locate(4 * 2 ** 31)).toEqual({ shard: 4, index: 0 });
  expect(sampler.locate(2 ** 31 - 1)).toEqual({ shard: 0, index: 2 ** 31 - 1 });
  expect(drawn.has(sampler.next())).toBe(true);
  expect(() => sampler.fill(new Int32Array(1))).toThrow(
    new TypeError('shardedSampler: out must be a Float64Array'),
  );
});

test('a shard of -Infinity is never asked, nor an empty one found', () => {
  const never = () => {
    throw new Error('asked');
  };
  const sampler = shardedSampler([
    { logMass: -Infinity, sampler: { size: 0, fill: never } },
    { logMass: 3, sampler: { size: 2, fill: (out) => out.fill(1) } },
    { logMass: -Infinity, sampler: { size: 9, fill: never } },
  ]);
  expect(sampler.fill(new Int32Array(50))).toEqual(new Int32Array(50).fill(1));
  expect(sampler.locate(0)).toEqual({ shard: 1, index: 0 });
  expect(sampler.locate(2)).toEqual({ shard: 2, index: 0 });
});

test('the streams of some seeds are these, on every engine', () => {
  const random = createRng(0);
  const shards = [
    { logMass: 0, sampler: aliasSampler([1, 2, 3], { random }) },
    { logMass: -1, sampler: aliasSampler([1, 2, 3], { random }) },
  ];
  expect([...shardedSampler(shards, { random }).fill(new Int32Array(12))]).toEqual([
    2, 1, 1, 4, 5, 2, 1, 0, 1, 2, 2, 2,
  ]);
});

test('what is wrong is refused', () => {
  const sampler = aliasSampler([1]);
  const refuse = (shards: unknown, options?: object) =>
    expect(() => shardedSampler(shards as Shard[], options));
  refuse([]).toThrow(new RangeError('shardedSampler: shards must not be empty'));
  refuse(3).toThrow(TypeError);
  refuse([
    { logMass: 0, sampler },
    { logMass: Number.NaN, sampler },
  ]).toThrow(new RangeError('shardedSampler: shards[1].logMass is NaN'));
  refuse([{ logMass: Infinity, sampler }]).toThrow(RangeError);
  refuse([{ sampler }]).toThrow(RangeError);
  refuse([{ logMass: -Infinity, sampler }]).toThrow(RangeError);
  refuse([{ logMass: 0 }]).toThrow(
    new TypeError('shardedSampler: shards[0].sampler must have a size and fill'),
  );
  refuse([{ logMass: 0, sampler }], { random: 1 as unknown as Random }).toThrow(TypeError);
  const one = shardedSampler([{ logMass: 0, sampler }]);
  for (const i of [-1, 1, 0.5]) expect(() => one.locate(i)).toThrow(RangeError);
  expect(() => one.fill([] as unknown as Int32Array)).toThrow(TypeError);
});
