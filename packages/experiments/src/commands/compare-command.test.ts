import { expect, test } from 'vitest';
import type { TrainingRecord } from '../results/records.ts';
import { comparison } from './compare-command.ts';

const line = (arm: string, seed: number, testError: number) =>
  ({ dataset: 'd', model: 'm', arm, seed, testError }) as TrainingRecord;

test('compares arms on the seeds that both runs have', () => {
  const a = [
    line('uniform', 1, 0.1),
    line('uniform', 2, 0.2),
    line('uniform', 3, 0.9),
    line('x', 1, 0.5),
  ];
  const b = [line('uniform', 2, 0.1), line('uniform', 1, 0.08)];
  const text = comparison(a, b, { a: 'runs/a', b: 'runs/b' });
  expect(text).toMatch(/^d, m, uniform +2 +15\.00 % +9\.00 % +-6\.00 \[-56\.82, \+44\.82\]$/m);
  expect(text).not.toContain('d, m, x');
});

test('says so when there is nothing to compare', () => {
  expect(comparison([line('x', 1, 0)], [line('x', 2, 0)], { a: 'a', b: 'b' })).toBe(
    'a and b have no arm and seed in common',
  );
});
