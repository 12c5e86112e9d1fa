import { expect, test } from 'vitest';
import { exponential, NORMAL, normalExponential } from './exponential.ts';

test('it is within 1.5 units in the last place of Math.exp over the whole normal range', () => {
  let worst = 0;
  for (let i = 0; i <= 1_000_000; i++) {
    const x = -708.3 + (i / 1_000_000) * (708.3 + 709.7);
    worst = Math.max(worst, Math.abs(exponential(x) / Math.exp(x) - 1));
  }
  expect(worst).toBeLessThan(1.5 * Number.EPSILON); // Math.exp itself is off by up to half of that
  expect(worst).toBeGreaterThan(0); // else this would have compared Math.exp with itself
});

test('it is 1 at both zeros and follows tiny exponents', () => {
  expect(exponential(0)).toBe(1);
  expect(exponential(-0)).toBe(1);
  expect(exponential(-1e-16)).toBe(1 - Number.EPSILON / 2);
  expect(exponential(-5e-324)).toBe(1);
});

test('it goes to 0 through the subnormal numbers, never below and never NaN', () => {
  for (let x = -708; x >= -746; x -= 0.01) {
    expect(Math.abs(exponential(x) - Math.exp(x))).toBeLessThanOrEqual(
      Math.max(5e-324, Math.exp(x) * 1e-15),
    );
  }
  for (const x of [-746, -1e5, -1e308, -Infinity]) expect(exponential(x)).toBe(0);
});

test('it reaches the largest numbers and then Infinity', () => {
  expect(Math.abs(exponential(709.78) / Math.exp(709.78) - 1)).toBeLessThan(1e-15);
  for (const x of [709.79, 710, 1e308, Infinity]) expect(exponential(x)).toBe(Infinity);
});

test('its bits are the same everywhere', () => {
  const sample = [-700.1, -33.3, -1.7, -0.3465, 0.2, 12.5].map(exponential);
  expect(sample).toEqual([
    8.921404266525102e-305, 3.4513877443742162e-15, 0.18268352405273466, 0.7071588192872713,
    1.2214027581601699, 268337.2865208745,
  ]);
});

test('it is the nearest number, as worked out to 45 digits', () => {
  // python3: from decimal import *; getcontext().prec = 45; repr(float(Decimal(x).exp()))
  expect([-3.3, -2.75, -1.0625, -0.0078125, 0.3, 55.5, -100.25, -744.5].map(exponential)).toEqual([
    0.036883167401240015, 0.06392786120670757, 0.3455907525769745, 0.9922179382602435,
    1.3498588075760032, 1.2686556140109568e24, 2.897198083210148e-44, 5e-324,
  ]);
});

test('it is the same to the bit where the exponent is known to be in the normal range', () => {
  for (let x = -NORMAL; x <= NORMAL; x += 0.37) expect(normalExponential(x)).toBe(exponential(x));
  for (const x of [-NORMAL, NORMAL, -0, 0]) expect(normalExponential(x)).toBe(exponential(x));
  expect(exponential(-NORMAL)).toBeGreaterThan(2 ** -1022); // and is one
});
