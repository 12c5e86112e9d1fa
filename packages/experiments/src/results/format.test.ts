import { expect, test } from 'vitest';
import { duration, interval, percent, points } from './format.ts';

test('shares are percent, differences are signed percentage points, unknowns a dash', () => {
  expect(percent(0.0371)).toBe('3.71 %');
  expect(points(0.0012)).toBe('+0.12');
  expect(points(-0.0081)).toBe('-0.81');
  expect(points(null)).toBe('–');
  expect(interval({ difference: -0.0081, ci95: [-0.0113, -0.0049] })).toBe('-0.81 [-1.13, -0.49]');
  expect(interval({ difference: 0.01, ci95: null })).toBe('+1.00');
});

test('durations read as a person says them', () => {
  expect(duration(4_400)).toBe('4 s');
  expect(duration(185_000)).toBe('3 min 05 s');
  expect(duration(3_700_000)).toBe('1 h 01 min');
});
