import { nearly, vectors } from '@gradus/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SoftmaxOptions, softmax } from './index.ts';

const scoresOf = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
  minLength: 1,
  maxLength: 50,
});
const temperatureOf = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
const favourOf = fc.constantFrom('easy' as const, 'hard' as const);

test('it is the softmax of the reference vectors, favouring either end', () => {
  for (const { scores, temperature, hard, easy } of vectors.temperature) {
    nearly(softmax(scores, { temperature, favour: 'hard' }), hard, { relative: 1e-12 });
    nearly(softmax(scores, { temperature, favour: 'easy' }), easy, { relative: 1e-12 });
  }
});

test('probabilities sum to 1 and grow with the favoured direction', () => {
  fc.assert(
    fc.property(scoresOf, temperatureOf, favourOf, (scores, temperature, favour) => {
      const p = softmax(scores, { temperature, favour });
      expect(Math.abs(p.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-14);
      const order = [...p.keys()].sort((a, b) => (scores[a] as number) - (scores[b] as number));
      if (favour === 'easy') order.reverse();
      for (let k = 1; k < order.length; k++) {
        const [before, after] = [p[order[k - 1] as number], p[order[k] as number]] as number[];
        expect(after).toBeGreaterThanOrEqual((before as number) * (1 - 1e-15));
      }
    }),
  );
});

test('permuting the scores permutes the probabilities', () => {
  fc.assert(
    fc.property(scoresOf, favourOf, (scores, favour) => {
      const straight = softmax(scores, { temperature: 7, favour });
      const reversed = softmax([...scores].reverse(), { temperature: 7, favour });
      nearly(reversed.reverse(), straight, { relative: 1e-13 });
    }),
  );
});

test('adding a constant to every score changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
      (scores, shift) => {
        const options: SoftmaxOptions = { temperature: 3, favour: 'easy' };
        expect(
          softmax(
            scores.map((score) => score + shift),
            options,
          ),
        ).toEqual(softmax(scores, options));
      },
    ),
  );
});

test('favouring easy is favouring hard with every score negated', () => {
  fc.assert(
    fc.property(scoresOf, temperatureOf, (scores, temperature) => {
      const negated = scores.map((score) => -score);
      expect(softmax(negated, { temperature, favour: 'hard' })).toEqual(
        softmax(scores, { temperature, favour: 'easy' }),
      );
    }),
  );
});

test('an infinite temperature, equal scores and a single sample are uniform', () => {
  const uniform = new Float64Array([1 / 3, 1 / 3, 1 / 3]);
  expect(softmax([1, 2, 1e300], { temperature: Infinity, favour: 'hard' })).toEqual(uniform);
  expect(softmax([-1e308, 0, 1e308], { temperature: Infinity, favour: 'easy' })).toEqual(uniform);
  expect(softmax([4, 4, 4], { temperature: 1e-300, favour: 'easy' })).toEqual(uniform);
  expect(softmax([0, -0, 0], { temperature: 5e-324, favour: 'hard' })).toEqual(uniform);
  expect(softmax([-9], { temperature: 2, favour: 'easy' })).toEqual(new Float64Array([1]));
});

test('huge spreads give 0 and 1, not NaN', () => {
  expect(softmax([-1e308, 1e308], { temperature: 1, favour: 'hard' })).toEqual(
    new Float64Array([0, 1]),
  );
  expect(softmax([-1e308, 1e308], { temperature: 5e-324, favour: 'easy' })).toEqual(
    new Float64Array([1, 0]),
  );
});

test('a sample far off, whose power is no normal number, changes no bit of the others', () => {
  const near = [0, 8.25, 341.5, 700, 707.9, 708];
  for (const favour of ['easy', 'hard'] as const) {
    const alone = softmax(near, { temperature: 1, favour });
    for (const off of [-0.5, -30, -1e5]) {
      const far = [...near, favour === 'hard' ? off : 708 - off]; // e^-708.5 and below
      expect(softmax(far, { temperature: 1, favour }).subarray(0, 6)).toEqual(alone);
    }
  }
});

test('a spread beyond the largest number is softened by a temperature as large', () => {
  const p = softmax([-1.5e308, 1.5e308], { temperature: 1e308, favour: 'hard' });
  expect((p[1] as number) / (p[0] as number)).toBeCloseTo(Math.exp(3), 10);
});

test('it writes into out and leaves the scores alone', () => {
  const scores = Object.freeze([1, 2, 3]);
  const out = new Float64Array(3).fill(9);
  expect(softmax(scores, { temperature: 1, favour: 'hard', out })).toBe(out);
  expect(out).toEqual(softmax(scores, { temperature: 1, favour: 'hard' }));
});

test('out may be the scores themselves', () => {
  const scores = new Float64Array([3, 1, 2]);
  const expected = softmax(scores, { temperature: 1, favour: 'easy' });
  expect(softmax(scores, { temperature: 1, favour: 'easy', out: scores })).toEqual(expected);
});

test('its bits are the same everywhere', () => {
  expect([...softmax([0.1, 2.3, 1.7, -4], { temperature: 0.7, favour: 'hard' })]).toEqual([
    0.02940697415542809, 0.6813587765569895, 0.2891501629344547, 0.00008408635312763775,
  ]);
});

test('what is wrong is refused, with the value', () => {
  const refuse = (options: Partial<Record<keyof SoftmaxOptions, unknown>>, scores: unknown = [1]) =>
    expect(() =>
      softmax(scores as number[], { temperature: 1, favour: 'hard', ...options } as SoftmaxOptions),
    );
  refuse({ favour: undefined }).toThrow(
    new TypeError("softmax: favour must be 'easy' or 'hard', got undefined"),
  );
  refuse({ favour: 'Hard' }).toThrow(TypeError);
  refuse({ temperature: 0 }).toThrow(new RangeError('softmax: temperature must be > 0, got 0'));
  refuse({ temperature: -1 }).toThrow(RangeError);
  refuse({ temperature: Number.NaN }).toThrow(RangeError);
  refuse({ temperature: undefined }).toThrow(TypeError);
  refuse({ out: new Float64Array(2) }).toThrow(
    new RangeError('softmax: out must have length 1, got 2'),
  );
  refuse({ out: new Float32Array(1) }).toThrow(TypeError);
  refuse({}, []).toThrow(new RangeError('softmax: scores must not be empty'));
  refuse({}, [0, Infinity]).toThrow(new RangeError('softmax: scores[1] is Infinity'));
  refuse({}, new Float32Array([0, 0, Number.NaN])).toThrow(
    new RangeError('softmax: scores[2] is NaN'),
  );
  refuse({}, [0, 'one']).toThrow(new TypeError('softmax: scores[1] is one'));
  refuse({}, [0, undefined]).toThrow(TypeError);
  refuse({}, 3).toThrow(TypeError);
  refuse({}, null).toThrow(TypeError);
});

test('typed arrays of any length are as plain ones: the same ends, and what is not finite named', () => {
  for (const Type of [Float32Array, Float64Array]) {
    for (let n = 1; n <= 9; n++) {
      for (let at = 0; at < n; at++) {
        for (const end of [-7, 7]) {
          const scores = new Type(n).map((_, i) => (i === at ? end : i / 16));
          const options: SoftmaxOptions = { temperature: 0.5, favour: 'hard' };
          expect(softmax(scores, options)).toEqual(softmax([...scores], options));
        }
        for (const wrong of [Number.NaN, Infinity, -Infinity]) {
          const scores = new Type(n).map((_, i) => (i === at ? wrong : i));
          expect(() => softmax(scores, { temperature: 1, favour: 'easy' })).toThrow(
            new RangeError(`softmax: scores[${at}] is ${wrong}`),
          );
        }
      }
    }
  }
});

test('equal scores whose sum is too large for a number are uniform', () => {
  const p = softmax(new Float64Array([1.7e308, 1.7e308, 1.7e308]), {
    temperature: 1,
    favour: 'hard',
  });
  expect(p).toEqual(new Float64Array(3).fill(1 / 3));
});

test('a tensor is refused with the way to read it', () => {
  const tensor = { data: () => Promise.resolve(new Float32Array(1)) };
  expect(() => softmax(tensor as unknown as number[], { temperature: 1, favour: 'hard' })).toThrow(
    new TypeError('softmax: scores must be on the host: pass `await scores.data()`'),
  );
});
