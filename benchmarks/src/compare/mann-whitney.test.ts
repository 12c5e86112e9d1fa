import { expect, test } from 'vitest';
import { chanceOfAtLeast } from './mann-whitney.ts';

/** By counting: every way to place n of the first among n + m. */
function counted(n: number, m: number): number[] {
  const counts = Array<number>(n * m + 1).fill(0);
  for (let mask = 0; mask < 1 << (n + m); mask++) {
    let [firsts, pairs] = [0, 0];
    for (let i = 0; i < n + m; i++) {
      if (mask & (1 << i)) firsts++;
      else pairs += firsts; // this second lies above so many firsts
    }
    if (firsts === n) counts[pairs] = (counts[pairs] ?? 0) + 1;
  }
  return counts;
}

test.each([
  [1, 1],
  [3, 4],
  [5, 2],
  [6, 6],
])('chances are those of counting all orders of %i and %i', (n, m) => {
  const counts = counted(n, m);
  const all = counts.reduce((a, b) => a + b);
  for (let u = 0; u <= n * m; u++) {
    const tail = counts.slice(u).reduce((a, b) => a + b) / all;
    expect(chanceOfAtLeast(u, n, m)).toBeCloseTo(tail, 12);
  }
});

test('all pairs greater has the chance of one order in C(n + m, n)', () => {
  expect(chanceOfAtLeast(100, 10, 10) * 184_756).toBeCloseTo(1, 6);
});

test('the approximation for many pairs goes on where the exact one ends', () => {
  for (const z of [0, 1, 2, 3]) {
    const u = 1250 + z * Math.sqrt((2500 * 101) / 12);
    const exact = chanceOfAtLeast(Math.round(u), 50, 50);
    const normal = chanceOfAtLeast(Math.round((u * 51 * 50) / 2500), 51, 50);
    expect(normal / exact).toBeGreaterThan(0.75);
    expect(normal / exact).toBeLessThan(1.25);
  }
});
