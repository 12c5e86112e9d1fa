import { nearly, vectors } from '@gradus/testing';
import { expect, test } from 'vitest';
import { importanceWeights } from './index.ts';

test('they are those of the reference vectors', () => {
  for (const c of vectors.temperature) {
    nearly(importanceWeights(c.hard), c['importanceWeights, hard, exponent 1'], {
      relative: 1e-12,
    });
    nearly(
      importanceWeights(c.hard, { exponent: 0.5 }),
      c['importanceWeights, hard, exponent 0.5'],
      {
        relative: 1e-12,
      },
    );
  }
});

test('any other exponent is (n p)^-exponent', () => {
  const p = [0.2, 0.5, 1e-9, 0.3 - 1e-9];
  for (const exponent of [0.3, 0.4, 2, 3.7]) {
    nearly(
      importanceWeights(p, { exponent }),
      p.map((share) => (4 * share) ** -exponent),
      { relative: 1e-12 },
    );
  }
});

test('with exponent 1 the expected weight is 1', () => {
  const p = new Float64Array([0.1, 0.2, 0.3, 0.4]);
  const mean = importanceWeights(p).reduce((sum, w, i) => sum + w * (p[i] as number), 0);
  expect(mean).toBeCloseTo(1, 14);
});

test('exponent 0 corrects nothing, and uniform p needs no correction', () => {
  expect([...importanceWeights([0.1, 0.9, 0], { exponent: 0 })]).toEqual([1, 1, 1]);
  expect([...importanceWeights([0.25, 0.25, 0.25, 0.25], { exponent: 0.7 })]).toEqual([1, 1, 1, 1]);
});

test('a sample that is never drawn has an infinite weight', () => {
  expect([...importanceWeights([0, 1])]).toEqual([Infinity, 0.5]);
  expect([...importanceWeights([-0, 1])]).toEqual([Infinity, 0.5]);
  expect(importanceWeights([0, 1], { exponent: 0.3 })[0]).toBe(Infinity);
});

test('what is wrong is refused', () => {
  expect(() => importanceWeights([])).toThrow(RangeError);
  expect(() => importanceWeights([0.5, -0.5])).toThrow(
    new RangeError('importanceWeights: p[1] must be >= 0, got -0.5'),
  );
  expect(() => importanceWeights([1], { exponent: -1 })).toThrow(
    new RangeError('importanceWeights: exponent must be finite and >= 0, got -1'),
  );
  expect(() => importanceWeights([1], { exponent: Number.NaN })).toThrow(RangeError);
  expect(() => importanceWeights([1], { exponent: '1' as unknown as number })).toThrow(TypeError);
});
