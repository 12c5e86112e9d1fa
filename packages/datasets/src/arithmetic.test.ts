import { expect, test } from 'vitest';
import { cosine, exponential, logarithm, sine } from './arithmetic.ts';

const points = Array.from({ length: 2001 }, (_, i) => (i - 1000) / 100);

test('sine and cosine are those of Math to 2e-15 over several turns', () => {
  for (const x of points) {
    expect(Math.abs(sine(x) - Math.sin(x)), `sine(${x})`).toBeLessThan(2e-15);
    expect(Math.abs(cosine(x) - Math.cos(x)), `cosine(${x})`).toBeLessThan(2e-15);
  }
});

test('quarter turns are exact, so that an upright square stays upright', () => {
  expect([sine(0), cosine(0), sine(Math.PI / 2)]).toEqual([0, 1, 1]);
});

test('the exponential is that of Math to 1e-14 of its value where |x| <= 2', () => {
  for (const x of points.filter((value) => Math.abs(value) <= 2)) {
    expect(Math.abs(exponential(x) / Math.exp(x) - 1), `exponential(${x})`).toBeLessThan(1e-14);
  }
});

test('the logarithm is that of Math to 1e-14 between 1/7 and 7, and 0 at 1', () => {
  for (let i = -100; i <= 100; i++) {
    const x = 7 ** (i / 100);
    expect(Math.abs(logarithm(x) - Math.log(x)), `logarithm(${x})`).toBeLessThan(1e-14);
  }
  expect(logarithm(1)).toBe(0);
});
