import { expect, test } from 'vitest';
import { excess } from '../test/chi-square.ts';
import { gumbels } from './gumbels.ts';
import { createRng } from './index.ts';

test('they have the Gumbel law, and chances all wrong by 1 % would not pass', () => {
  // Cells of equal chance: exp(-exp(-g)) is uniform.
  const cells = 100;
  const counts = new Float64Array(cells);
  for (const g of gumbels(2_000_000, createRng(1))) {
    const cell = Math.floor(cells * Math.exp(-Math.exp(-g)));
    counts[cell] = (counts[cell] as number) + 1;
  }
  expect(Math.abs(excess(counts, new Array(cells).fill(1 / cells)))).toBeLessThan(5);
  const wrong = Array.from({ length: cells }, (_, i) => (i % 2 ? 1.01 : 0.99) / cells);
  expect(excess(counts, wrong)).toBeGreaterThan(8);
});

test('the extreme numbers of random give finite ones', () => {
  const numbers = [0, 2 ** -53, 0.5, 1 - 2 ** -53];
  const [least, , , most] = gumbels(4, () => numbers.shift() as number);
  expect(least).toBeCloseTo(-Math.log(54 * Math.LN2), 5);
  expect(most).toBeCloseTo(53 * Math.LN2, 5);
});

test('their tail is as long as it should be: a million of them go beyond what float32 could make', () => {
  const random = createRng(2);
  const near = () => 1 - random() * 1e-9; // the last thousand-millionth
  const least = Math.min(...gumbels(1000, near));
  expect(least).toBeGreaterThan(20.7);
});

test('the numbers of some seeds are these, on every engine', () => {
  expect([...gumbels(3, createRng(0))]).toEqual([
    1.5878690481185913, -1.5879535675048828, -1.4310733079910278,
  ]);
});
