import { expect, test } from 'vitest';
import { glancePart } from './glance-part.ts';
import type { Table } from './read-runs.ts';

const tableOf = (model: string, section: string, ...arms: object[]) =>
  ({
    run: { sections: [section] },
    summary: { dataset: 'mnist', model, arms },
  }) as unknown as Table;

test('a row for each table of the section that has a curriculum at equal cost', () => {
  const uniform = { arm: 'uniform', meanTestError: 0.1, equalCost: null };
  const equalCost = { difference: -0.02, ci95: [-0.03, -0.01], pHolm: 0.01 };
  const free = { arm: 'dynamic-free', difference: 0.5, equalCost };
  const bootstrapped = { arm: 'bootstrapped', equalCost: { ...equalCost, pHolm: 0.2 } };
  const part = glancePart(
    [
      tableOf('conv', 'some', uniform, free),
      tableOf('dense', 'some', uniform, bootstrapped),
      tableOf('residual', 'some', uniform, { ...free, equalCost: null }),
      tableOf('conv', 'other', uniform, free),
    ],
    'some',
  );
  const rows = part.split('\n').map((line) => line.replaceAll('\u00a0', ' ').split(/ *\| */));
  expect(rows.slice(2).map((cells) => cells.slice(1, -1))).toEqual([
    ['mnist', 'conv', '10.00 %', '**-2.00 ± 1.00**', '–', '–'],
    ['mnist', 'dense', '10.00 %', '–', '–', '-2.00 ± 1.00'],
  ]);
});
