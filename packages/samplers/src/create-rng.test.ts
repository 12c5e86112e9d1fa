import { expect, test } from 'vitest';
import { createRng, type Rng, restoreRng } from './index.ts';

const take = (random: () => number, count: number) => Array.from({ length: count }, random);

/** sfc32 over again, in whole numbers without limit. */
function* words(state: ArrayLike<number>): Generator<bigint> {
  const M = 0xffffffffn;
  let [a, b, c, d] = Array.from(state, BigInt) as [bigint, bigint, bigint, bigint];
  for (;;) {
    const t = (a + b + d) & M;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & M;
    c = ((((c << 21n) | (c >> 11n)) & M) + t) & M;
    d = (d + 1n) & M;
    yield t;
  }
}

test('the streams of some seeds are these, on every engine', () => {
  expect(take(createRng(0), 3)).toEqual([
    0.815168350040818, 0.007493463922729315, 0.015249835276913704,
  ]);
  expect(createRng('gradus')()).toBe(0.9342664724271944);
  expect(createRng(-1)()).toBe(0.6383676777412266);
  expect(createRng(2 ** 40)()).toBe(0.04609160102808374);
  expect(createRng(7).fork(1)()).toBe(0.5106275581265945);
});

test('a number is made of two words of sfc32, 27 and 26 bits', () => {
  const random = createRng(3);
  const source = words(random.state.slice());
  for (let k = 0; k < 1000; k++) {
    const high = (source.next().value as bigint) >> 5n;
    const low = (source.next().value as bigint) >> 6n;
    expect(random()).toBe(Number((high << 26n) + low) / 2 ** 53);
  }
});

test('the largest number there can be is below 1', () => {
  // The next word is a + b + d = 2^32 - 1; c is then chosen so that the one after it is as well.
  const b = 0xffffffff;
  const next = { a: (b ^ (b >>> 9)) >>> 0, d: 1 };
  const wanted = (0xffffffff - next.a - next.d) >>> 0; // the b that comes of c + (c << 3) = 9 c
  const c = Number((BigInt(wanted) * 954437177n) & 0xffffffffn); // 9^-1 modulo 2^32
  expect(restoreRng([0, b, c, 0])()).toBe(1 - 2 ** -53);
  expect(restoreRng([0, 0, 0, 0])()).toBeLessThan(2 ** -26);
});

test('seeds near and far, negative, huge and written out have streams of their own', () => {
  const seeds = [
    ...Array.from({ length: 20_000 }, (_, i) => i - 10_000),
    ...Array.from({ length: 1_000 }, (_, i) => 2 ** 32 + i),
    ...[2 ** 33, -(2 ** 32), 2 ** 53, 2 ** 53 - 1, 1e300, -1e300, Number.MAX_VALUE],
    ...['', ' ', 'a', 'b', 'aa', 'a\0', '\0', 'ab', 'ba', '0.5', 'ä', '\u{1f600}'],
  ];
  const first = new Set(seeds.map((seed) => createRng(seed)()));
  expect(first.size).toBe(seeds.length);
});

test('0, -0 and the digit are one seed', () => {
  expect(createRng(-0)()).toBe(createRng(0)());
  expect(createRng('0')()).toBe(createRng(0)());
});

test('neighbouring seeds have nothing to do with each other: half of the bits differ, each as often', () => {
  const flips = new Float64Array(32);
  const seeds = 20_000;
  for (let seed = 0; seed < seeds; seed++) {
    const differing = word(createRng(seed)) ^ word(createRng(seed + 1));
    for (let bit = 0; bit < 32; bit++) flips[bit] = Number(flips[bit]) + ((differing >>> bit) & 1);
  }
  for (const count of flips)
    expect(Math.abs(count - seeds / 2)).toBeLessThan(5 * Math.sqrt(seeds / 4));
});

test('first numbers over seeds, and numbers of one seed, are even over 1000 cells', () => {
  const cells = 1000;
  const draws = 1_000_000;
  const sequence = createRng(12);
  let seed = 0;
  for (const source of [() => createRng(seed++)(), sequence, sequence.fork('x')]) {
    const counts = new Float64Array(cells);
    for (let k = 0; k < draws; k++) {
      const cell = Math.floor(source() * cells);
      counts[cell] = Number(counts[cell]) + 1;
    }
    const expected = draws / cells;
    const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // Mean 999, standard deviation 44.7: five of them either way.
    expect(Math.abs(chi - (cells - 1))).toBeLessThan(5 * Math.sqrt(2 * (cells - 1)));
  }
});

test('the state is live: it moves with each number, and writing into it moves the stream', () => {
  const random = createRng('live');
  const { state } = random;
  expect(random.state).toBe(state);
  const saved = state.slice();
  const numbers = take(random, 5);
  expect(state).not.toEqual(saved);
  state.set(saved);
  expect(take(random, 5)).toEqual(numbers);
});

test('a restored generator goes on where the saved one was, through structured clone and JSON', () => {
  const random = createRng(5);
  take(random, 17);
  const cloned = restoreRng(structuredClone(random.state));
  const parsed = restoreRng(JSON.parse(JSON.stringify(Array.from(random.state))));
  const numbers = take(random, 4);
  expect(take(cloned, 4)).toEqual(numbers);
  expect(take(parsed, 4)).toEqual(numbers);
  expect(take(restoreRng(cloned.state), 4)).toEqual(take(random, 4));
});

test('restoring copies: two generators from one state do not share it', () => {
  const saved = createRng(5).state.slice();
  const [one, two] = [restoreRng(saved), restoreRng(saved)];
  expect(take(one, 3)).toEqual(take(two, 3));
  expect(saved).toEqual(createRng(5).state);
});

test('forks differ from each other, from their parent and from its future, and leave it alone', () => {
  const parent = createRng(9);
  const before = parent.state.slice();
  const labels = [...Array(1000).keys(), 'a', 'b', '', 'ab', -1, 0.5];
  const numbers = labels.map((label) => parent.fork(label)());
  expect(parent.state).toEqual(before);
  numbers.push(...take(createRng(9), 2000));
  numbers.push(parent.fork(1).fork(2)(), parent.fork(2).fork(1)(), parent.fork(12).fork('')());
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('the same state and label give the same fork, a later state another', () => {
  const random = createRng(9);
  const fork = take(random.fork('x'), 3);
  expect(take(random.fork('x'), 3)).toEqual(fork);
  expect(take(restoreRng(random.state).fork('x'), 3)).toEqual(fork);
  random();
  expect(take(random.fork('x'), 3)).not.toEqual(fork);
});

test('it is marked by a symbol that any copy of the package shares', () => {
  expect((createRng(1) as unknown as Record<symbol, unknown>)[Symbol.for('gradus.rng')]).toBe(true);
  expect(Object.keys(createRng(1))).toEqual(['state']);
});

test('what is no seed, state or label is refused', () => {
  const bad = (seed: unknown) => expect(() => createRng(seed as number));
  bad(undefined).toThrow(
    new TypeError('createRng: seed must be an integer or a string, got undefined'),
  );
  bad(null).toThrow(TypeError);
  bad(1n).toThrow(TypeError);
  bad({}).toThrow(TypeError);
  bad(0.5).toThrow(new RangeError('createRng: seed must be an integer, got 0.5'));
  bad(Number.NaN).toThrow(RangeError);
  bad(Infinity).toThrow(RangeError);
  expect(() => restoreRng([1, 2, 3])).toThrow(TypeError);
  expect(() => restoreRng(null as unknown as number[])).toThrow(TypeError);
  expect(() => restoreRng([1, 2, 3, -1])).toThrow(
    new RangeError('restoreRng: state[3] must be an integer in [0, 2^32), got -1'),
  );
  expect(() => restoreRng([1, 2, 0.5, 1])).toThrow(RangeError);
  expect(() => createRng(1).fork(undefined as unknown as number)).toThrow(TypeError);
  expect(() => createRng(1).fork(Number.NaN)).toThrow(TypeError);
});

function word(random: Rng): number {
  return Math.floor(random() * 2 ** 32) | 0;
}
