import { expect, test } from 'vitest';
import { exp } from './exp.ts';
import { createRng } from './index.ts';

test('it is the exponential of what is not above 0, to 1e-15 of it', () => {
  const random = createRng(1);
  let worst = 0;
  for (let k = 0; k < 50_000; k++) {
    for (const x of [-random(), -700 * random()]) {
      worst = Math.max(worst, Math.abs(exp(x) / Math.exp(x) - 1));
    }
  }
  expect(worst).toBeLessThan(1e-15);
  expect(exp(0)).toBe(1);
  expect(exp(-Infinity)).toBe(0);
  expect(exp(-1e6)).toBe(0);
});

test('some of its values are these to the bit, on every engine', () => {
  expect([-0.1, -1, -30, -600].map(exp)).toEqual([
    0.9048374180359595, 0.36787944117144233, 9.357622968840175e-14, 2.6503965530043108e-261,
  ]);
});
