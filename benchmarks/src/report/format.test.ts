import { expect, test } from 'vitest';
import { ratio, time } from './format.ts';
import { ticks } from './ticks.ts';

test('times are three digits in the unit that fits', () => {
  expect([0.00000329, 0.0047518, 4.7518, 4751.8, 1, 0.001].map(time)).toEqual([
    '3.29 ns',
    '4.75 µs',
    '4.75 ms',
    '4.75 s',
    '1 ms',
    '1 µs',
  ]);
});

test('ratios are three digits, and whole thousands are marked', () => {
  expect([0.1234, 1, 12.34, 1234.5].map(ratio)).toEqual(['0.123', '1', '12.3', '1,230']);
});

test.each([
  [1, 1.9],
  [1, 9],
  [0.5, 400],
  [1e-6, 1e4],
  [1e-9, 1e9],
])('from %f to %f there are two to six ticks, all inside', (low, high) => {
  const values = ticks(low, high);
  expect(values.length).toBeGreaterThanOrEqual(2);
  expect(values.length).toBeLessThanOrEqual(6);
  for (const value of values) expect(value >= low && value <= high).toBe(true);
});
