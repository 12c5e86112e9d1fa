import { expect, test } from 'vitest';
import { excess } from '../test/chi-square.ts';
import { exponential, exponentialBelow } from './exponential.ts';
import { createRng } from './index.ts';

test('they have the exponential law below any limit, and chances all wrong by 1 % would not pass', () => {
  const cells = 50;
  for (const limit of [1e-9, 0.3, 0.999, 1, 3, Infinity]) {
    const random = createRng(`${limit}`);
    const counts = new Float64Array(cells);
    const mass = -Math.expm1(-limit);
    for (let k = 0; k < 1_000_000; k++) {
      const x = limit === Infinity ? exponential(random) : exponentialBelow(limit, random);
      const cell = Math.floor((cells * -Math.expm1(-x)) / mass); // of equal chance each
      counts[cell] = (counts[cell] as number) + 1;
    }
    expect(Math.abs(excess(counts, new Array(cells).fill(1 / cells)))).toBeLessThan(5);
    const wrong = Array.from({ length: cells }, (_, i) => (i % 2 ? 1.01 : 0.99) / cells);
    expect(excess(counts, wrong)).toBeGreaterThan(5);
  }
});

test('a number of 0 is no infinity', () => {
  expect(exponential(() => 0)).toBeCloseTo(54 * Math.LN2, 12);
});
