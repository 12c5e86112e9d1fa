import { expect, test } from 'vitest';
import { excess, normalised, someWeights, tally, wrongByOnePercent } from '../test/chi-square.ts';
import { successive, tallySequences } from '../test/successive.ts';
import { createRng, type Random, reservoir } from './index.ts';

function drawn(weights: ArrayLike<number>, count: number, random: Random): Int32Array {
  const kept = reservoir(count, { random });
  for (let i = 0; i < weights.length; i++) kept.add(weights[i] as number);
  return kept.sample();
}

test('each order comes as often as successive sampling has it, and weights all wrong by 1 % would not pass', () => {
  for (const weights of [
    [1, 3],
    [4, 2, 0, 1],
    [0.01, 1, 20, 3, 0.5],
    [1, 2, 3, 1, 2, 3],
  ]) {
    for (const count of [1, 2, 3]) {
      if (count > weights.filter((w) => w > 0).length) continue;
      const chances = successive(weights, count);
      const random = createRng(`${weights} ${count}`);
      const calls = 20_000 + 300 * chances.size;
      const counts = tallySequences(chances, calls, () => drawn(weights, count, random));
      expect(Math.abs(excess(counts, [...chances.values()]))).toBeLessThan(5);
    }
  }
  const weights = [3, 1, 2, 4];
  const chances = successive(weights, 2);
  const random = createRng('power');
  const counts = tallySequences(chances, 500_000, () => drawn(weights, 2, random));
  expect(Math.abs(excess(counts, [...chances.values()]))).toBeLessThan(5);
  const wrong = successive(wrongByOnePercent(weights), 2);
  expect(excess(counts, [...wrong.values()])).toBeGreaterThan(8);
});

test('one of a long stream follows the weights, and weights all wrong by 1 % would not pass', () => {
  const weights = someWeights(createRng('weights'), 6, 50);
  const random = createRng(2);
  const counts = new Float64Array(6);
  for (let call = 0; call < 500_000; call++) tally(drawn(weights, 1, random), counts);
  expect(Math.abs(excess(counts, normalised(weights)))).toBeLessThan(5);
  expect(excess(counts, normalised(wrongByOnePercent(weights)))).toBeGreaterThan(8);
});

test('what does not enter takes no number: few are drawn for a long stream', () => {
  let numbers = 0;
  const inner = createRng(1);
  const random = () => {
    numbers++;
    return inner();
  };
  drawn(new Float64Array(100_000).fill(1), 10, random);
  expect(numbers).toBeLessThan(600); // 10 + 10 ln 10,000 = 102 enter
});

test('the place that add gives is where the one before it was', () => {
  const random = createRng(3);
  const kept = reservoir(7, { random });
  const payload: number[] = [];
  for (let i = 0; i < 2000; i++) {
    const place = kept.add(random());
    if (place >= 0) payload[place] = i;
  }
  expect([...payload].sort()).toEqual([...kept.sample()].sort());
  expect(kept.seen).toBe(2000);
});

test('a snapshot goes on to the bit, through structured clone and JSON, full or not', () => {
  for (const cut of [0, 2, 50]) {
    const random = createRng(4);
    const source = createRng(5);
    const kept = reservoir(5, { random });
    for (let i = 0; i < cut; i++) kept.add(source());
    const rest = Float64Array.from({ length: 300 }, source);
    const saved = { kept: structuredClone(kept.snapshot()), random: random.state.slice() };
    for (const weight of rest) kept.add(weight);
    for (const snapshot of [saved.kept, JSON.parse(JSON.stringify(saved.kept))]) {
      const other = createRng(0);
      other.state.set(saved.random);
      const again = reservoir(5, { random: other });
      again.add(3);
      again.restore(snapshot);
      other.state.set(saved.random);
      for (const weight of rest) again.add(weight);
      expect(again.sample()).toEqual(kept.sample());
      expect(again.snapshot()).toEqual(kept.snapshot());
    }
  }
});

test('the extremes of weights and numbers do no harm', () => {
  for (const number of [0, 0.5, 1 - 2 ** -53]) {
    const weights = [5e-324, 1e308, 0, 1e-300, 1e308, 1e300, 5e-324];
    // A number that stays the same would be refused for ever where one below a limit is looked for.
    let calls = 0;
    const random = createRng(1);
    const kept = drawn(weights, 3, () => (calls++ % 2 === 0 ? number : random()));
    expect(new Set(kept).size).toBe(3);
    expect(kept).not.toContain(2);
  }
});

test('the samples of some seeds are these, on every engine', () => {
  const weights = someWeights(createRng('weights'), 300, 100);
  expect([...drawn(weights, 6, createRng(0))]).toEqual([49, 293, 135, 297, 231, 256]);
});

test('what is wrong is refused, and is not counted', () => {
  for (const count of [0, -1, 1.5, Number.NaN]) {
    expect(() => reservoir(count)).toThrow(RangeError);
  }
  expect(() => reservoir(1, { random: 1 as unknown as Random })).toThrow(TypeError);
  const kept = reservoir(2);
  kept.add(1);
  expect(() => kept.add(Number.NaN)).toThrow(new RangeError('reservoir: weights[1] is NaN'));
  expect(() => kept.add(-1)).toThrow(new RangeError('reservoir: weights[1] must be >= 0, got -1'));
  expect(() => kept.add(Infinity)).toThrow(new RangeError('reservoir: weights[1] is Infinity'));
  expect(() => kept.add('1' as unknown as number)).toThrow(TypeError);
  expect(kept.seen).toBe(1);
  expect(kept.sample()).toEqual(new Int32Array([0]));
  const snapshot = kept.snapshot();
  for (const wrong of [
    undefined,
    { ...snapshot, version: 2 },
    { ...snapshot, count: 3 },
    { ...snapshot, keys: [] },
    { ...snapshot, skip: Number.NaN },
    { ...snapshot, keys: [Number.NaN] },
  ]) {
    expect(() => kept.restore(wrong as never)).toThrow(/^reservoir: /);
  }
  expect(kept.snapshot()).toEqual(snapshot);
});
