import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  normalised,
  someWeights,
  tally,
  worstInclusion,
  wrongByOnePercent,
} from '../test/chi-square.ts';
import { createRng, type QuotaSampler, quotaSampler, type Random } from './index.ts';

/** Plans, checks each plan, and keeps how far draws and shares have come apart. */
class Account {
  readonly owed: Float64Array;
  calls = 0;
  callsApart = 0;
  worst = 0;
  readonly quota: QuotaSampler;
  constructor(quota: QuotaSampler) {
    this.quota = quota;
    this.owed = new Float64Array(quota.size);
  }

  plan(weights: ArrayLike<number>, count: number): Int32Array {
    const plan = this.quota.plan(weights, count);
    expect(plan.length).toBe(count);
    const p = normalised(weights);
    for (let i = 0; i < this.owed.length; i++) {
      this.owed[i] = (this.owed[i] as number) + count * (p[i] as number);
    }
    for (const i of plan) {
      if (!((weights[i] as number) > 0)) expect.fail(`drew ${i}, which has no weight`);
      this.owed[i] = (this.owed[i] as number) - 1;
    }
    const worst = this.owed.reduce((most, owed) => Math.max(most, Math.abs(owed)), 0);
    this.calls++;
    if (worst > 1 + 1e-6) this.callsApart++;
    this.worst = Math.max(this.worst, worst);
    return plan;
  }
}

const spread = (random: Random, size: number, ratio: number) =>
  Float64Array.from({ length: size }, () => ratio ** random());

test('one plan has exactly count indices, each floor or ceil of its share', () => {
  fc.assert(
    fc.property(
      fc
        .array(fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constantFrom(0, 1, 0.1)), {
          minLength: 1,
          maxLength: 60,
        })
        .filter((weights) => weights.some((w) => w > 0)),
      fc.integer({ min: 0, max: 200 }),
      fc.integer(),
      (weights, count, seed) => {
        const quota = quotaSampler(weights.length, { random: createRng(seed) });
        const account = new Account(quota);
        account.plan(weights, count);
        expect(account.worst).toBeLessThan(1 + 1e-6);
      },
    ),
    { numRuns: 1000 },
  );
});

test('over many calls with other weights and counts each, every index stays within one of its share', () => {
  for (const [size, count] of [
    [65, 10],
    [100, 10],
    [100, 100],
    [300, 20],
    [300, 700],
    [2000, 100],
  ] as const) {
    for (const ratio of [30, 1000]) {
      const random = createRng(`${size} ${ratio}`);
      const account = new Account(quotaSampler(size, { random: random.fork('quota') }));
      for (let call = 0; call < 400; call++) {
        account.plan(spread(random, size, ratio), Math.floor(count * (0.5 + random())) + 5);
      }
      expect(account.callsApart, `${account.worst} for ${size}, ${count}, ${ratio}`).toBe(0);
    }
  }
});

test('weights that come and go: half of them 0 at any time', () => {
  const random = createRng('come and go');
  const account = new Account(quotaSampler(500, { random }));
  for (let call = 0; call < 500; call++) {
    const weights = Float64Array.from({ length: 500 }, () => (random() < 0.5 ? 0 : random()));
    account.plan(weights, 60);
  }
  expect(account.worst).toBeLessThan(1 + 1e-6);
});

test('with few indices it is within one but for a call in hundreds, and never two away', () => {
  let calls = 0;
  let apart = 0;
  for (const size of [1, 2, 3, 5, 8, 20, 64]) {
    for (const ratio of [30, 1000]) {
      const random = createRng(`few ${size} ${ratio}`);
      for (let run = 0; run < 20; run++) {
        const account = new Account(quotaSampler(size, { random }));
        for (let call = 0; call < 50; call++) {
          account.plan(spread(random, size, ratio), 1 + Math.floor(random() * 2 * size));
        }
        calls += account.calls;
        apart += account.callsApart;
        expect(account.worst).toBeLessThan(2);
      }
    }
  }
  expect(apart / calls).toBeLessThan(1 / 500);
});

test('where within one and count exclude each other, count holds and the debt is paid first', () => {
  const quota = quotaSampler(8, { random: createRng(1) });
  const account = new Account(quota);
  const first = account.plan(new Float64Array(8).fill(1), 4);
  const others = Float64Array.from({ length: 8 }, (_, i) => (first.includes(i) ? 0 : 1));
  account.plan(others, 3);
  expect(account.worst).toBeCloseTo(1.25, 12);
  const debtor = account.owed.indexOf(Math.max(...account.owed));
  expect(account.plan(new Float64Array(8).fill(1), 1)).toEqual(new Int32Array([debtor]));
  expect(Math.max(...account.owed.map(Math.abs))).toBeLessThan(1);
});

test('weights on those alone that were just drawn go as far over as they must, and no further', () => {
  for (const size of [8, 200]) {
    const account = new Account(quotaSampler(size, { random: createRng(1) }));
    const first = account.plan(new Float64Array(size).fill(1), size / 2);
    const same = Float64Array.from({ length: size }, (_, i) => (first.includes(i) ? 1 : 0));
    account.plan(same, 1);
    expect(account.worst).toBeLessThan(1.5); // half was owed less than nothing, and one had to be drawn
    for (let call = 0; call < 30; call++) account.plan(new Float64Array(size).fill(1), size / 4);
    expect(Math.max(...account.owed.map(Math.abs))).toBeLessThan(1);
  }
});

test('equal weights make a shuffle of all after all, whatever the counts', () => {
  for (const size of [7, 49, 300]) {
    const random = createRng(size);
    const quota = quotaSampler(size, { random });
    const weights = new Float64Array(size).fill(1 / size);
    let pass = new Set<number>();
    for (let call = 0; call < 200; call++) {
      const left = size - pass.size;
      const count = 1 + Math.floor(random() * left);
      for (const i of quota.plan(weights, count)) {
        expect(pass.has(i)).toBe(false);
        pass.add(i);
      }
      if (pass.size === size) pass = new Set();
    }
  }
});

test('a fresh sampler draws in proportion to the weights, and weights all wrong by 1 % would not pass', () => {
  const weights = someWeights(createRng('weights'), 40, 5);
  const count = 6;
  const calls = 1_700_000;
  const random = createRng(1);
  const quota = quotaSampler(40, { random });
  const fresh = quota.snapshot();
  const counts = new Float64Array(40);
  for (let k = 0; k < calls; k++) {
    quota.restore(fresh);
    tally(quota.plan(weights, count), counts);
  }
  const chances = normalised(weights).map((p) => count * p);
  expect(worstInclusion(counts, chances, calls)).toBeLessThan(5);
  const wrong = normalised(wrongByOnePercent(weights)).map((p) => count * p);
  expect(worstInclusion(counts, wrong, calls)).toBeGreaterThan(8);
});

test('each later call, too, draws by its own weights, to a few parts in a hundred', () => {
  const size = 100;
  const source = createRng('calls');
  const weights = Array.from({ length: 6 }, () => spread(source, size, 30));
  const random = createRng(3);
  const runs = 20_000;
  const counts = weights.map(() => new Float64Array(size));
  for (let run = 0; run < runs; run++) {
    const quota = quotaSampler(size, { random });
    weights.forEach((w, call) => {
      tally(quota.plan(w, 30), counts[call] as Float64Array);
    });
  }
  weights.forEach((w, call) => {
    const p = normalised(w);
    let off = 0;
    let mean = 0;
    for (let i = 0; i < size; i++) {
      const share = 30 * (p[i] as number);
      off += ((counts[call]?.[i] as number) / runs - share) ** 2;
      mean += share ** 2;
    }
    expect(Math.sqrt(off / mean)).toBeLessThan(0.03); // by greatest debt first it would be 0.5
  });
});

test('no period of the data falls in with it: equal weights do not draw every tenth', () => {
  const random = createRng(4);
  for (let run = 0; run < 50; run++) {
    const plan = quotaSampler(1000, { random }).plan(new Float64Array(1000).fill(1), 100);
    const counts = tally(
      plan.map((i) => i % 10),
      new Float64Array(10),
    );
    expect(Math.max(...counts)).toBeLessThan(70); // systematic sampling would have 100
  }
});

test('the plan is in random order', () => {
  const random = createRng(5);
  const places = new Float64Array(4);
  for (let run = 0; run < 20_000; run++) {
    const place = quotaSampler(4, { random }).plan([1, 1, 1, 1], 4).indexOf(0);
    places[place] = (places[place] as number) + 1;
  }
  for (const count of places) expect(Math.abs(count - 5000)).toBeLessThan(5 * Math.sqrt(3750));
});

test('the plans of some seeds are these, on every engine', () => {
  const quota = quotaSampler(6, { random: createRng(0) });
  expect([...quota.plan([1, 2, 3, 4, 0, 5], 5)]).toEqual([0, 5, 3, 5, 2]);
  expect([...quota.plan([5, 0, 4, 3, 2, 1], 5)]).toEqual([3, 4, 2, 3, 0]);
});

test('a restored sampler goes on to the bit, through structured clone and JSON', () => {
  const random = createRng(6);
  const quota = quotaSampler(50, { random });
  const weights = spread(createRng(7), 50, 30);
  for (let call = 0; call < 5; call++) quota.plan(weights, 20);
  const saved = { quota: structuredClone(quota.snapshot()), random: random.state.slice() };
  const parsed = JSON.parse(
    JSON.stringify(saved, (_, value) =>
      ArrayBuffer.isView(value) ? [...(value as never)] : value,
    ),
  );
  const expected = Array.from({ length: 5 }, () => quota.plan(weights, 20));
  for (const from of [saved, parsed]) {
    const other = createRng(0);
    other.state.set(from.random);
    const again = quotaSampler(50, { random: other });
    again.restore(from.quota);
    expect(Array.from({ length: 5 }, () => again.plan(weights, 20))).toEqual(expected);
  }
});

test('a snapshot is a copy', () => {
  const quota = quotaSampler(3, { random: createRng(1) });
  quota.plan([1, 1, 1], 1);
  const snapshot = quota.snapshot();
  const owed = Array.from(snapshot.owed);
  quota.plan([1, 1, 1], 1);
  expect(Array.from(snapshot.owed)).toEqual(owed);
  expect(owed.reduce((a, b) => a + b)).toBeCloseTo(0, 12);
});

test('a sampler wrapped around its generator plans the same', () => {
  const inner = createRng(2);
  const weights = spread(createRng(3), 80, 30);
  const wrapped = quotaSampler(80, { random: () => inner() }).plan(weights, 33);
  expect(quotaSampler(80, { random: createRng(2) }).plan(weights, 33)).toEqual(wrapped);
});

test('count 0 draws nobody and owes nobody', () => {
  const quota = quotaSampler(3);
  expect(quota.plan([1, 2, 3], 0)).toEqual(new Int32Array(0));
  expect(quota.snapshot().owed).toEqual(new Float64Array(3));
});

test('what is wrong is refused, and leaves what is owed as it was', () => {
  for (const size of [0, -1, 1.5, Number.NaN, '3']) {
    expect(() => quotaSampler(size as number)).toThrow(RangeError);
  }
  expect(() => quotaSampler(2, { random: 1 as unknown as Random })).toThrow(TypeError);
  const quota = quotaSampler(3, { random: createRng(1) });
  quota.plan([1, 2, 3], 2);
  const before = quota.snapshot();
  expect(() => quota.plan([1, 2], 1)).toThrow(
    new RangeError('quotaSampler: there must be 3 weights, got 2'),
  );
  expect(() => quota.plan([1, Number.NaN, 1], 1)).toThrow(
    new RangeError('quotaSampler: weights[1] is NaN'),
  );
  expect(() => quota.plan([0, 0, 0], 1)).toThrow(RangeError);
  expect(() => quota.plan([1, 1, 1], 0.5)).toThrow(RangeError);
  expect(() => quota.restore({ ...before, size: 4 })).toThrow(
    new RangeError('quotaSampler: the snapshot is of size 4, not 3'),
  );
  expect(() => quota.restore({ ...before, version: 2 as never })).toThrow(TypeError);
  expect(() => quota.restore(undefined as never)).toThrow(TypeError);
  expect(() => quota.restore({ ...before, owed: [0, Number.NaN, 0] })).toThrow(RangeError);
  expect(quota.snapshot()).toEqual(before);
});
