import { nearly, vectors } from '@gradus/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  effectiveSampleSize,
  maxRatio,
  softmax,
  type TemperOptions,
  temper,
  winsorize,
} from './index.ts';

const favourOf = fc.constantFrom('easy' as const, 'hard' as const);
/** Any finite doubles at all, from 5e-324 to 1.8e308. */
const scoresOf = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
  minLength: 1,
  maxLength: 30,
});

test('it is the whole line of the reference vectors', () => {
  for (const c of vectors.temperature) {
    const hard = temper(c.scores, { favour: 'hard', maxRatio: c.maxRatio });
    nearly(hard.probabilities, c.hard, { relative: 1e-12 });
    nearly([hard.temperature], [c.temperature], { relative: 1e-12 });
    nearly([hard.maxRatio], [c.maxRatio], { relative: 1e-12 });
    nearly([hard.effectiveSampleSize], [c['effectiveSampleSize, hard']], { relative: 1e-12 });
    const easy = temper(c.scores, { favour: 'easy', maxRatio: c.maxRatio });
    nearly(easy.probabilities, c.easy, { relative: 1e-12 });
  }
});

test('the ratio is hit exactly for any scores that differ, however near or far', () => {
  fc.assert(
    fc.property(
      scoresOf,
      fc.double({ min: 1, max: 1e290, noNaN: true }),
      favourOf,
      (scores, maxRatio, favour) => {
        fc.pre(scores.some((score) => score !== scores[0]));
        const result = temper(scores, { favour, maxRatio });
        const p = result.probabilities;
        nearly([Math.max(...p) / Math.min(...p)], [maxRatio], { relative: 1e-12 });
        nearly([result.maxRatio], [maxRatio], { relative: 1e-12 });
        expect(Math.abs(p.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-14);
        expect(result.temperature).toBeGreaterThan(0);
      },
    ),
    { numRuns: 1000 },
  );
});

test('the effective sample size is hit for any scores that differ', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 30 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      favourOf,
      (scores, share, favour) => {
        const end = favour === 'hard' ? Math.max(...scores) : Math.min(...scores);
        const tied = scores.filter((score) => score === end).length;
        fc.pre(tied < scores.length);
        const size = tied + share * (scores.length - tied);
        const result = temper(scores, { favour, effectiveSampleSize: size });
        const squares = result.probabilities.reduce((sum, p) => sum + p * p, 0);
        nearly([1 / squares], [size], { relative: 1e-10 });
        nearly([result.effectiveSampleSize], [size], { relative: 1e-10 });
      },
    ),
  );
});

test('a temperature given is the temperature used', () => {
  const scores = [0.5, 1.5, 0.1];
  const result = temper(scores, { favour: 'easy', temperature: 0.8 });
  expect(result.temperature).toBe(0.8);
  expect(result.probabilities).toEqual(softmax(scores, { favour: 'easy', temperature: 0.8 }));
});

test('softmax at the temperature returned gives the same bits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 30 }),
      fc.constantFrom({ maxRatio: 30 }, { maxRatio: 1 }, { temperature: 2 }),
      favourOf,
      (scores, target, favour) => {
        const { probabilities, temperature } = temper(scores, { favour, ...target });
        expect(softmax(scores, { favour, temperature })).toEqual(probabilities);
      },
    ),
  );
});

test('favouring hard gives the highest score the highest probability, easy the lowest', () => {
  const scores = [3, 1, 2];
  expect([...temper(scores, { favour: 'hard', maxRatio: 4 }).probabilities]).toEqual(
    [4 / 7, 1 / 7, 2 / 7].map((p) => expect.closeTo(p, 14)),
  );
  expect([...temper(scores, { favour: 'easy', maxRatio: 4 }).probabilities]).toEqual(
    [1 / 7, 4 / 7, 2 / 7].map((p) => expect.closeTo(p, 14)),
  );
});

test('equal scores are uniform whatever is asked for', () => {
  const targets = [
    { maxRatio: 30 },
    { maxRatio: 1 },
    { effectiveSampleSize: 2 },
    { temperature: 1 },
  ];
  for (const target of targets) {
    expect(temper([0, -0, 0, 0], { favour: 'hard', ...target })).toEqual({
      probabilities: new Float64Array(4).fill(0.25),
      temperature: 1,
      maxRatio: 1,
      effectiveSampleSize: 4,
    });
  }
});

test('one sample has it all', () => {
  expect(temper(new Float32Array([3]), { favour: 'easy', maxRatio: 5 })).toEqual({
    probabilities: new Float64Array([1]),
    temperature: 1,
    maxRatio: 1,
    effectiveSampleSize: 1,
  });
});

test('ratio 1 and effective sample size n are uniform, at an infinite temperature', () => {
  for (const target of [{ maxRatio: 1 }, { effectiveSampleSize: 4 }]) {
    expect(temper([1, 2, 3, 1e300], { favour: 'easy', ...target })).toEqual({
      probabilities: new Float64Array(4).fill(0.25),
      temperature: Infinity,
      maxRatio: 1,
      effectiveSampleSize: 4,
    });
  }
});

test('a ratio that underflow makes infinite is reported so', () => {
  const result = temper([0, 1e6], { favour: 'hard', temperature: 1 });
  expect(result.maxRatio).toBe(Infinity);
  expect(result.effectiveSampleSize).toBe(1);
});

test('winsorizing comes before the temperature', () => {
  const scores = Float64Array.from({ length: 200 }, (_, i) => (i === 77 ? 1e9 : i / 200));
  const clipped = winsorize(scores);
  const bare = temper(scores, { favour: 'hard', maxRatio: 10 });
  const result = temper(scores, { favour: 'hard', maxRatio: 10, winsorize: true });
  expect(result).toEqual(temper(clipped, { favour: 'hard', maxRatio: 10 }));
  const ends = ({ probabilities: p }: { probabilities: Float64Array }) =>
    Number(p[199]) / Number(p[0]);
  expect(ends(bare)).toBeCloseTo(1, 6); // the outlier alone is favoured
  expect(ends(result)).toBeCloseTo(10, 6);
  expect(
    temper(scores, { favour: 'hard', maxRatio: 10, winsorize: { lower: 0.1, upper: 0.9 } }),
  ).toEqual(
    temper(winsorize(scores, { lower: 0.1, upper: 0.9 }), { favour: 'hard', maxRatio: 10 }),
  );
  expect(temper(scores, { favour: 'hard', maxRatio: 10, winsorize: false })).toEqual(bare);
});

test('the ratio and the effective sample size told are those of the probabilities', () => {
  fc.assert(
    fc.property(
      scoresOf,
      fc.constantFrom({ maxRatio: 30 }, { temperature: 2 }, { temperature: 1e-3 }),
      favourOf,
      (scores, target, favour) => {
        const result = temper(scores, { favour, ...target });
        expect(result.maxRatio).toBe(maxRatio(result.probabilities));
        const size = effectiveSampleSize(result.probabilities);
        nearly([result.effectiveSampleSize], [size], { relative: 1e-13 });
      },
    ),
  );
});

test('it writes into out, whatever the target', () => {
  const scores = new Float32Array([3, 1, 2]);
  for (const target of [{ maxRatio: 3 }, { effectiveSampleSize: 2 }, { temperature: 1 }]) {
    const out = new Float64Array(3).fill(9);
    const options: TemperOptions = { favour: 'hard', winsorize: true, ...target };
    const result = temper(scores, { ...options, out });
    expect(result.probabilities).toBe(out);
    expect(result).toEqual(temper(scores, options));
  }
  expect(() => temper(scores, { favour: 'hard', maxRatio: 3, out: new Float64Array(2) })).toThrow(
    new RangeError('temper: out must have length 3, got 2'),
  );
});

test('the scores are left as they were', () => {
  const scores = new Float32Array([3, 1, 2]);
  temper(scores, { favour: 'hard', maxRatio: 3, winsorize: true });
  expect(scores).toEqual(new Float32Array([3, 1, 2]));
});

test('what is wrong is refused, with the value', () => {
  const refuse = (options: object, scores: number[] = [1, 2, 3]) =>
    expect(() => temper(scores, { favour: 'hard', ...options } as TemperOptions));
  refuse({}).toThrow(
    new TypeError(
      'temper: give exactly one of maxRatio, effectiveSampleSize, temperature, got none',
    ),
  );
  refuse({ maxRatio: 2, temperature: 1 }).toThrow(
    new TypeError(
      'temper: give exactly one of maxRatio, effectiveSampleSize, temperature, got maxRatio and temperature',
    ),
  );
  refuse({ maxRatio: 2, favour: undefined }).toThrow(
    new TypeError("temper: favour must be 'easy' or 'hard', got undefined"),
  );
  refuse({ maxRatio: 0.5 }).toThrow(new RangeError('temper: maxRatio must be >= 1, got 0.5'));
  refuse({ maxRatio: Number.NaN }).toThrow(RangeError);
  refuse({ maxRatio: 0.5 }, [2, 2]).toThrow(RangeError);
  refuse({ temperature: 0 }).toThrow(new RangeError('temper: temperature must be > 0, got 0'));
  refuse({ effectiveSampleSize: 3.5 }).toThrow(
    new RangeError('temper: effectiveSampleSize must be in [1, 3], got 3.5'),
  );
  refuse({ effectiveSampleSize: 1.5 }, [1, 3, 3]).toThrow(
    new RangeError(
      'temper: effectiveSampleSize must be >= 2, as many are tied at the favoured end, got 1.5',
    ),
  );
  refuse({ effectiveSampleSize: 0 }, [2, 2]).toThrow(RangeError);
  refuse({ maxRatio: 2, winsorize: { lower: 0.9, upper: 0.1 } }).toThrow(RangeError);
  refuse({ maxRatio: 2 }, []).toThrow(new RangeError('temper: scores must not be empty'));
  const scores = new Array(20).fill(0);
  scores[17] = Number.NaN;
  refuse({ maxRatio: 2 }, scores).toThrow(new RangeError('temper: scores[17] is NaN'));
  expect(() => temper([1], undefined as unknown as TemperOptions)).toThrow(TypeError);
});
