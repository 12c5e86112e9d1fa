import { expect, test } from 'vitest';
import { linesOf } from './differences-figure.ts';
import type { Table } from './read-runs.ts';

const tableOf = (name: string, ...arms: object[]) =>
  ({ name, summary: { arms } }) as unknown as Table;

test('a line is a share of the other arm’s error, against uniform of equal cost where there is one', () => {
  const arm = {
    arm: 'dynamic-free',
    difference: -0.01,
    relative: -0.1,
    ci95: [-0.02, 0],
    pHolm: 0.2,
    equalCost: { difference: -0.02, relative: -0.2, ci95: [-0.03, -0.01], pHolm: 0.01 },
  };
  const [name, equal, plain] = linesOf([
    tableOf('a', arm),
    tableOf('b', { ...arm, equalCost: null }),
  ]);
  expect(name).toEqual({ label: 'Free scores' });
  expect(equal).toMatchObject({ label: 'a', found: { verdict: 'lower', isEqualCost: true } });
  expect(equal?.found?.low).toBeCloseTo(-0.3);
  expect(equal?.found?.high).toBeCloseTo(-0.1);
  expect(plain).toMatchObject({ found: { relative: -0.1, verdict: 'open', isEqualCost: false } });
});

test('the curricula come one after another, and those without an interval not at all', () => {
  const found = {
    difference: 0.01,
    relative: 0.1,
    ci95: [0.005, 0.015],
    pHolm: 0.001,
    equalCost: null,
  };
  const tables = [
    tableOf('a', { arm: 'bootstrapped', ...found }, { arm: 'dynamic-scored', ...found }),
    tableOf(
      'b',
      { arm: 'dynamic-scored', ...found, ci95: null },
      { arm: 'random-order', ...found },
    ),
  ];
  const lines = linesOf(tables);
  expect(lines.map(({ label }) => label)).toEqual([
    'A scoring pass by entropy, hard ones favoured',
    'a',
    'Bootstrapped, easy first',
    'a',
  ]);
  expect(lines[1]?.found?.verdict).toBe('higher');
});

test('what stands in two tables has one line, by the larger p', () => {
  const arm = { arm: 'dynamic-free', difference: 0.01, relative: 0.1, ci95: [0, 0.02] };
  const lines = linesOf([
    tableOf('a', { ...arm, pHolm: 0.04, equalCost: null }),
    tableOf('b', { ...arm, pHolm: 0.06, equalCost: null }),
  ]);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatchObject({ found: { verdict: 'open' } });
});
