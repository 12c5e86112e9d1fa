import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excess, normalised, someWeights, tally, wrongByOnePercent } from '../test/chi-square.ts';
import { buildTable } from './alias-table.ts';
import { aliasSampler, createRng, restoreRng } from './index.ts';

/** The table of a packed sampler of these weights. */
function tableOf(weights: ArrayLike<number>, columns: number): Int32Array | undefined {
  const table = new Int32Array(2 * columns);
  const workspace = { mass: new Float64Array(columns), order: new Int32Array(columns) };
  const sum = Array.from(weights).reduce((a, b) => a + b);
  return buildTable(weights, sum, table, workspace) ? table : undefined;
}

/** Each index's parts of all columns' 2^31, counted from the table in whole numbers. */
function partsOf(table: Int32Array): bigint[] {
  const columns = table.length / 2;
  const parts: bigint[] = new Array(columns).fill(0n);
  for (let column = 0; column < columns; column++) {
    const threshold = BigInt(table[2 * column] as number);
    const alias = table[2 * column + 1] as number;
    parts[column] = (parts[column] as bigint) + threshold;
    parts[alias] = (parts[alias] as bigint) + 2n ** 31n - threshold;
  }
  return parts;
}

const columnsFor = (size: number) => 2 ** Math.max(1, Math.ceil(Math.log2(size)));

test('the table holds the weights to less than one part in 2^31 N each, zeros and padding exactly', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 1, max: 2 ** 20 }), fc.constant(0)), {
        minLength: 1,
        maxLength: 200,
      }),
      (weights) => {
        fc.pre(weights.some((w) => w > 0));
        const columns = columnsFor(weights.length);
        const parts = partsOf(tableOf(weights, columns) as Int32Array);
        const total = BigInt(columns) * 2n ** 31n;
        const sum = BigInt(weights.reduce((a, b) => a + b));
        expect(parts.reduce((a, b) => a + b)).toBe(total);
        const sampler = aliasSampler(weights);
        for (let i = 0; i < columns; i++) {
          const off = (parts[i] as bigint) * sum - BigInt(weights[i] ?? 0) * total;
          // Two parts, for the heaviest also takes what rounding left of the total.
          expect(off < 2n * sum && off > -2n * sum).toBe(true);
          if (!weights[i]) expect(parts[i]).toBe(0n);
          if (i < weights.length) {
            expect(BigInt(sampler.probability(i) * Number(total))).toBe(parts[i]);
          }
        }
      },
    ),
  );
});

test('total variation is below 1e-9, and a thousandth of the mean is right to 1e-6', () => {
  const random = createRng(1);
  for (const size of [1, 2, 3, 1000, 65_537, 300_000]) {
    const weights = Float64Array.from({ length: size }, () => 10 ** (-4 * random()));
    const p = normalised(weights);
    const sampler = aliasSampler(weights);
    let variation = 0;
    let worst = 0;
    for (let i = 0; i < size; i++) {
      const off = Math.abs(sampler.probability(i) - (p[i] as number));
      variation += off / 2;
      if ((p[i] as number) > 1e-3 / size) worst = Math.max(worst, off / (p[i] as number));
    }
    expect(variation).toBeLessThan(1e-9);
    expect(worst).toBeLessThan(1e-6);
  }
});

test('of the wide table total variation is below 1e-9, and every probability is right to 1e-6', () => {
  const random = createRng(2);
  for (const [size, decades] of [
    [2, 300],
    [1000, 30],
    [100_000, 12],
    [2 ** 22 + 1, 6], // more than a packed table may have
  ] as const) {
    const weights = Float64Array.from({ length: size }, () => 10 ** (-decades * random()));
    weights[0] = 10 ** -decades;
    const p = normalised(weights);
    const sampler = aliasSampler(weights);
    let variation = 0;
    let worst = 0;
    for (let i = 0; i < size; i++) {
      const off = Math.abs(sampler.probability(i) - (p[i] as number));
      variation += off / 2;
      worst = Math.max(worst, off / (p[i] as number));
    }
    expect(variation).toBeLessThan(1e-9);
    expect(worst).toBeLessThan(1e-6);
  }
});

test('draws follow the weights, and weights all wrong by 1 % would not pass', () => {
  const weights = someWeights(createRng('weights'), 1000, 100);
  const out = new Int32Array(1_000_000);
  for (const seed of [0, 1, 2]) {
    const sampler = aliasSampler(weights, { random: createRng(seed) });
    const counts = new Float64Array(weights.length);
    for (let k = 0; k < 10; k++) tally(sampler.fill(out), counts);
    expect(Math.abs(excess(counts, normalised(weights)))).toBeLessThan(5);
    expect(excess(counts, normalised(wrongByOnePercent(weights)))).toBeGreaterThan(8);
  }
});

test('draws of the wide table follow the weights, and weights all wrong by 1 % would not pass', () => {
  const weights = someWeights(createRng('weights'), 100, 100);
  weights[3] = 1e-12; // too small for 31 bits
  expect(tableOf(weights, 128)).toBeUndefined();
  const sampler = aliasSampler(weights, { random: createRng(3) });
  const counts = tally(sampler.fill(new Int32Array(5_000_000)), new Float64Array(100));
  expect(Math.abs(excess(counts, normalised(weights)))).toBeLessThan(5);
  expect(excess(counts, normalised(wrongByOnePercent(weights)))).toBeGreaterThan(8);
});

test('a positive weight never becomes 0, however small', () => {
  for (const small of [1e-9, 1e-12, 1e-20, 1e-100, 1e-300]) {
    const sampler = aliasSampler([1, small, 1, 0, 1]);
    expect(Math.abs(sampler.probability(1) / (small / 3) - 1)).toBeLessThan(1e-9);
    expect(sampler.probability(3)).toBe(0);
    let sum = 0;
    for (let i = 0; i < 5; i++) sum += sampler.probability(i);
    expect(sum).toBeCloseTo(1, 12);
  }
});

test('the wide table draws a tiny weight when, and only when, its numbers are as small', () => {
  const numbers: number[] = [];
  const sampler = aliasSampler([1, 1e-20], { random: () => numbers.shift() as number });
  const draw = (...given: number[]) => {
    numbers.push(...given);
    const index = sampler.next();
    expect(numbers).toEqual([]); // it took them all, and no more
    return index;
  };
  expect(draw(0.25, 0.5)).toBe(0);
  expect(draw(0.75, 0.5)).toBe(0);
  expect(draw(0.75, 0, 0.5)).toBe(0); // 0.5 2^-53 is above the threshold of 2e-20
  expect(draw(0.75, 0, 2 ** -13)).toBe(1); // 1.4e-20 is below it
  expect(draw(0.75, 0, 2 ** -12)).toBe(0); // 2.7e-20 is above it
});

test('an index without weight is never drawn, nor one beyond the last', () => {
  for (const [weights, drawable] of [
    [
      [0, 1, 0, 2, 0],
      [1, 3],
    ],
    [[1], [0]],
    [[0, 0, 7], [2]],
    [
      [5, 5, 5],
      [0, 1, 2],
    ],
    [
      [0, 1e-15, 1],
      [1, 2],
    ],
  ] as [number[], number[]][]) {
    const sampler = aliasSampler(weights, { random: createRng(1) });
    for (const i of new Set(sampler.fill(new Int32Array(100_000)))) expect(drawable).toContain(i);
  }
});

test('the extreme numbers of random give an index with a weight', () => {
  for (const number of [0, 2 ** -53, 0.5, 1 - 2 ** -53]) {
    const packed = aliasSampler([0, 1, 0], { random: () => number });
    expect(packed.next()).toBe(1);
    expect(aliasSampler([0, 1, 0, 1e-15], { random: () => number }).next()).toBeOneOf([1, 3]);
  }
});

test('next, fill, an inlined generator and a wrapped one all give the same stream', () => {
  for (const weights of [
    someWeights(createRng(1), 1000, 50),
    [3],
    [1, 2, 3],
    [1, 1e-12, 5],
    new Float32Array(70_000).fill(1),
    new Float32Array(300_000).fill(1),
  ]) {
    const inner = createRng(8);
    const inlined = createRng(8);
    const filled = aliasSampler(weights, { random: inlined }).fill(new Int32Array(500));
    const wrapped = aliasSampler(weights, { random: () => inner() });
    expect(wrapped.fill(new Int32Array(500))).toEqual(filled);
    expect(inlined.state).toEqual(inner.state);
    const one = aliasSampler(weights, { random: createRng(8) });
    expect(Int32Array.from({ length: 500 }, () => one.next())).toEqual(filled);
    const mixed = aliasSampler(weights, { random: createRng(8) });
    const out = new Int32Array(500);
    mixed.fill(out.subarray(0, 7));
    out[7] = mixed.next();
    expect(mixed.fill(out.subarray(8)).length).toBe(492);
    expect(out).toEqual(filled);
  }
});

test('the wide table fills as it draws one by one, also where a number is too small to say enough', () => {
  // About one in a million draws takes a third number: some of these do.
  const count = 3_000_000;
  const weights = [1, 1e-12, 5, 2];
  const one = createRng(9);
  const sampler = aliasSampler(weights, { random: one });
  const many = createRng(9);
  const filled = aliasSampler(weights, { random: many }).fill(new Int32Array(count));
  let differing = 0;
  for (let k = 0; k < count; k++) if (sampler.next() !== filled[k]) differing++;
  expect(differing).toBe(0);
  expect(many.state).toEqual(one.state);
  const words = ((many.state[3] as number) - (createRng(9).state[3] as number)) >>> 0;
  expect(words).toBeGreaterThan(4 * count); // two numbers of two words each, and some more
});

test('samplers that share a generator take turns on one stream', () => {
  const random = createRng(4);
  const one = aliasSampler([1, 2], { random });
  const saved = random.state.slice();
  const first = one.fill(new Int32Array(40));
  expect(one.fill(new Int32Array(40))).not.toEqual(first);
  random.state.set(saved);
  expect(aliasSampler([1, 2], { random }).fill(new Int32Array(40))).toEqual(first);
  expect(one.fill(new Int32Array(9))).toEqual(
    aliasSampler([1, 2], { random: restoreRng(saved) })
      .fill(new Int32Array(49))
      .slice(40),
  );
});

test('the streams of some seeds are these, on every engine', () => {
  const stream = (weights: number[], seed: number | string) => [
    ...aliasSampler(weights, { random: createRng(seed) }).fill(new Int32Array(16)),
  ];
  expect(stream([1, 2, 3, 4, 0, 5], 0)).toEqual([3, 1, 0, 5, 2, 3, 5, 2, 2, 5, 0, 1, 2, 2, 5, 2]);
  expect(stream([1, 2, 3, 4, 0, 5], 'gradus')).toEqual([
    5, 3, 0, 3, 3, 1, 5, 5, 3, 0, 3, 5, 2, 3, 5, 3,
  ]);
  expect(stream([1, 1e-12, 2], 7)).toEqual([2, 2, 2, 0, 2, 2, 0, 2, 2, 0, 2, 2, 2, 2, 2, 2]);
});

test('rebuilt, it is as one built anew, from packed to wide and back', () => {
  const sampler = aliasSampler([1, 2, 3], { random: createRng(1) });
  for (const weights of [
    [3, 0, 1],
    [1, 1e-14, 1],
    [1, 1, 1],
  ]) {
    sampler.rebuild(weights);
    const fresh = aliasSampler(weights);
    for (let i = 0; i < 3; i++) expect(sampler.probability(i)).toBe(fresh.probability(i));
  }
  expect(sampler.size).toBe(3);
});

test('weights that are refused leave the old ones in place, and no weights are changed or kept', () => {
  const weights = new Float64Array([1, 3]);
  const sampler = aliasSampler(weights);
  expect(() => sampler.rebuild([1, Number.NaN])).toThrow(
    new RangeError('aliasSampler: weights[1] is NaN'),
  );
  expect(() => sampler.rebuild([1, 2, 3])).toThrow(
    new RangeError('aliasSampler: there must be 2 weights, got 3'),
  );
  weights[0] = 100;
  expect([sampler.probability(0), sampler.probability(1)]).toEqual([0.25, 0.75]);
  expect(weights[1]).toBe(3);
});

test('weights near either end of the numbers keep their proportions', () => {
  for (const unit of [5e-324, 1e-310, 1e-250, 1e300]) {
    const sampler = aliasSampler([unit, 3 * unit]);
    expect(sampler.probability(1)).toBeCloseTo((3 * unit) / (4 * unit), 12);
  }
});

test('without a random it draws from Math.random', () => {
  const drawn = new Set(aliasSampler([1, 0, 1]).fill(new Int32Array(200)));
  expect([...drawn].sort()).toEqual([0, 2]);
});

test('what is wrong is refused, with the index', () => {
  const refuse = (weights: unknown, options?: object) =>
    expect(() => aliasSampler(weights as number[], options));
  refuse([1, Number.NaN]).toThrow(new RangeError('aliasSampler: weights[1] is NaN'));
  refuse([1, 2, 3, 4, Infinity]).toThrow(new RangeError('aliasSampler: weights[4] is Infinity'));
  refuse([1, 2, -0.5, 4, 5]).toThrow(
    new RangeError('aliasSampler: weights[2] must be >= 0, got -0.5'),
  );
  refuse([3, -1]).toThrow(new RangeError('aliasSampler: weights[1] must be >= 0, got -1'));
  refuse([0, -0, 0]).toThrow(new RangeError('aliasSampler: weights must not be all zero'));
  refuse([1e308, 1e308]).toThrow(new RangeError("aliasSampler: the weights' sum is not finite"));
  refuse([]).toThrow(new RangeError('aliasSampler: weights must not be empty'));
  refuse([1, '2']).toThrow(new TypeError('aliasSampler: weights[1] is 2'));
  refuse([1, null]).toThrow(new TypeError('aliasSampler: weights[1] is null'));
  refuse([1, 2, 3, undefined, 5]).toThrow(new TypeError('aliasSampler: weights[3] is undefined'));
  refuse(undefined).toThrow(TypeError);
  refuse(null).toThrow(TypeError);
  refuse(5).toThrow(TypeError);
  refuse({ data: () => undefined }).toThrow(
    new TypeError('aliasSampler: weights must be on the host: pass `await weights.data()`'),
  );
  refuse([1], { random: 7 }).toThrow(
    new TypeError('aliasSampler: random must be a function, got 7'),
  );
  const sampler = aliasSampler([1, 2]);
  expect(() => sampler.fill([1] as unknown as Int32Array)).toThrow(TypeError);
  for (const i of [-1, 2, 0.5, Number.NaN])
    expect(() => sampler.probability(i)).toThrow(RangeError);
  for (const number of [1, -0.1, Number.NaN]) {
    expect(() => aliasSampler([1, 2], { random: () => number }).next()).toThrow(
      new RangeError(`aliasSampler: random() must be in [0, 1), got ${number}`),
    );
  }
});
