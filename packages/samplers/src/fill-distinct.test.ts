import { expect, test } from 'vitest';
import { excess, wrongByOnePercent } from '../test/chi-square.ts';
import { successive, tallySequences } from '../test/successive.ts';
import { checkWeights } from './check-weights.ts';
import { fillDistinct } from './fill-distinct.ts';
import { fillFromBlocks } from './fill-from-blocks.ts';
import { aliasSampler, createRng, type Random } from './index.ts';

/** The ways to draw by weights that `fillDistinct` is used with, and one in which all draws but the first are repeated. */
const ways: Record<string, (weights: number[], random: Random) => (out: Int32Array) => Int32Array> =
  {
    'from a table': (weights, random) => aliasSampler(weights, { random }).fillDistinct,
    'from running sums': (weights, random) => {
      const { sums } = checkWeights('test', weights, undefined, true);
      const law = {
        size: weights.length,
        fillFrom: (out: Int32Array, from: number) =>
          fillFromBlocks(weights, sums as Float64Array, random, out, from),
        weights: () => weights,
        patience: weights.length / 4,
      };
      const marks = new Int32Array(1);
      return (out) => fillDistinct(law, random, out, marks);
    },
    'from a tree': (weights, random) => {
      const sampler = aliasSampler(weights, { random });
      const law = {
        size: weights.length,
        fillFrom: (out: Int32Array, from: number) => out.fill(sampler.next(), from),
        weights: () => weights,
        patience: weights.length / 4,
      };
      const marks = new Int32Array(1);
      return (out) => fillDistinct(law, random, out, marks);
    },
  };

for (const [way, of] of Object.entries(ways)) {
  test(`different indices ${way} have the law of successive sampling, and weights all wrong by 1 % would not pass`, () => {
    for (const weights of [
      [1, 3],
      [1, 2, 0, 3],
      [1, 5, 2, 0.5],
      [1, 2, 3, 0.5, 5],
      [1, 2, 3, 1, 2, 3],
    ]) {
      const positive = weights.filter((w) => w > 0).length;
      for (let count = 1; count <= Math.min(positive, 3); count++) {
        const chances = successive(weights, count);
        const draw = of(weights, createRng(`${weights} ${count}`));
        const out = new Int32Array(count);
        const calls = 100_000 + 1_000 * chances.size;
        const counts = tallySequences(chances, calls, () => draw(out));
        expect(Math.abs(excess(counts, [...chances.values()]))).toBeLessThan(5);
      }
    }
    const weights = [1, 2, 3, 4];
    const chances = successive(weights, 3);
    const draw = of(weights, createRng('power'));
    const out = new Int32Array(3);
    const counts = tallySequences(chances, 800_000, () => draw(out));
    expect(Math.abs(excess(counts, [...chances.values()]))).toBeLessThan(5);
    const wrong = successive(wrongByOnePercent(weights), 3);
    expect(excess(counts, [...wrong.values()])).toBeGreaterThan(8);
  });
}

test('all of them, in each order as often as it should be, for up to six', () => {
  const weights = [1, 2, 4, 1, 2, 1];
  const chances = successive(weights, 6);
  expect(chances.size).toBe(720);
  const { fillDistinct: draw } = aliasSampler(weights, { random: createRng(6) });
  const out = new Int32Array(6);
  const counts = tallySequences(chances, 1_500_000, () => draw(out));
  expect(Math.abs(excess(counts, [...chances.values()]))).toBeLessThan(5);
  const wrong = successive(wrongByOnePercent(weights), 6);
  expect(excess(counts, [...wrong.values()])).toBeGreaterThan(8);
});

test('one that is nearly all there is does not stop it, nor change the law of the rest', () => {
  const weights = [1e6, 3, 1, 2];
  const chances = successive(weights, 4);
  const { fillDistinct: draw } = aliasSampler(weights, { random: createRng(7) });
  const out = new Int32Array(4);
  const counts = tallySequences(chances, 700_000, () => draw(out));
  expect(Math.abs(excess(counts, [...chances.values()]))).toBeLessThan(5);
  const wrong = successive(wrongByOnePercent(weights), 4);
  expect(excess(counts, [...wrong.values()])).toBeGreaterThan(8);
});

test('draws that fail leave no marks behind', () => {
  let fails = false;
  const inner = createRng(1);
  const sampler = aliasSampler(new Float64Array(100).fill(1), {
    random: () => (fails ? 2 : inner()),
  });
  const out = new Int32Array(100);
  let calls = 0;
  fails = true;
  expect(() => sampler.fillDistinct(out)).toThrow(RangeError);
  fails = false;
  for (; calls < 3; calls++) expect(new Set(sampler.fillDistinct(out)).size).toBe(100);
});
