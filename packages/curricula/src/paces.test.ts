import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exponential,
  type FixedExponentialOptions,
  fixedExponential,
  linear,
  logarithmic,
  type PaceOptions,
  quadratic,
  root,
  stepwise,
} from './index.ts';

const paces = { linear, root, quadratic, exponential, stepwise, logarithmic };
// The formulas of the papers, written out again for b = start, a = fullAt, c = 10, before clipping at 1.
const papers: Record<keyof typeof paces, (t: number, a: number, b: number) => number> = {
  linear: (t, a, b) => b + ((1 - b) / a) * t,
  root: (t, a, b) => Math.sqrt((t * (1 - b * b)) / a + b * b),
  quadratic: (t, a, b) => b + ((1 - b) / a ** 2) * t ** 2,
  exponential: (t, a, b) => b + ((1 - b) / Math.expm1(10)) * Math.expm1((10 * t) / a),
  stepwise: (t, a, b) => b + Math.floor(t / a),
  logarithmic: (t, a, b) => b + (1 - b) * (1 + 0.1 * Math.log(t / a + Math.exp(-10))),
};

describe.each(Object.entries(paces))('%s', (name, pace) => {
  test("follows its paper's formula", () => {
    for (const [a, b] of [
      [0.8, 0.2],
      [0.1, 0.0025],
      [1.6, 0.4],
      [1, 1],
    ] as const) {
      const ours = pace({ fullAt: a, start: b });
      for (let t = 0; t <= 1; t += 1 / 64) {
        const theirs = Math.min(1, papers[name as keyof typeof paces](t, a, b));
        expect(Math.abs(ours(t) - theirs)).toBeLessThan(1e-11);
      }
    }
  });

  test('starts at start, never falls, and is 1 from fullAt on', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.double({ min: 1e-6, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (start, fullAt, t, u) => {
          const ours = pace({ start, fullAt });
          expect(Math.abs(ours(0) - start)).toBeLessThan(1e-9);
          expect(ours(Math.min(t, u))).toBeLessThanOrEqual(ours(Math.max(t, u)) + 1e-12);
          expect(ours(fullAt + t)).toBe(1);
          expect(ours(t)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('starts at a fifth and is full at four fifths unless told otherwise', () => {
    expect(pace()(0)).toBeCloseTo(0.2, 12);
    expect(pace()(0.79)).toBeLessThan(1);
    expect(pace()(0.8)).toBe(1);
  });

  test.each([
    [{ start: 0 }, 'start must be in (0, 1], got 0'],
    [{ start: 1.1 }, 'start must be in (0, 1], got 1.1'],
    [{ start: Number.NaN }, 'start must be in (0, 1], got NaN'],
    [{ fullAt: 0 }, 'fullAt must be finite and > 0, got 0'],
    [{ fullAt: Infinity }, 'fullAt must be finite and > 0, got Infinity'],
  ] as [PaceOptions, string][])('refuses %o', (bad, message) => {
    expect(() => pace(bad)).toThrow(`${name}: ${message}`);
  });
});

describe('fixedExponential', () => {
  test("follows its paper's formula at every update, whatever progress is rounded to", () => {
    for (const steps of [1, 7, 49, 103, 600, 1234, 99_991]) {
      for (const [start, increase, stepLength] of [
        [0.04, 1.9, 100],
        [0.01, 1, 3],
        [0.5, 7, 1],
      ] as const) {
        const pace = fixedExponential({ steps, start, increase, stepLength });
        for (let t = 0; t < steps; t += Math.ceil(steps / 1234)) {
          const theirs = Math.min(start * increase ** Math.floor(t / stepLength), 1);
          expect(Math.abs(pace(t / steps) - theirs)).toBeLessThan(1e-12);
        }
      }
    }
  });

  test.each([
    [{ steps: 0 }, 'steps must be an integer >= 1, got 0'],
    [{ steps: 9, start: 0 }, 'start must be in (0, 1], got 0'],
    [{ steps: 9, increase: 0.5 }, 'increase must be in [1, Infinity), got 0.5'],
    [{ steps: 9, stepLength: 1.5 }, 'stepLength must be an integer >= 1, got 1.5'],
  ] as [FixedExponentialOptions, string][])('refuses %o', (bad, message) => {
    expect(() => fixedExponential(bad)).toThrow(`fixedExponential: ${message}`);
  });
});
