import { expect, test } from 'vitest';
import { createRng } from './index.ts';
import { log } from './log.ts';

test('it is the natural logarithm, to 5e-16 of it', () => {
  const random = createRng(1);
  let worst = 0;
  const check = (x: number) => {
    const expected = Math.log(x);
    worst = Math.max(worst, Math.abs(log(x) - expected) / Math.abs(expected));
  };
  for (let k = 0; k < 200_000; k++) {
    check(random() + 2 ** -54);
    check(10 ** (600 * random() - 300));
    check(1 - random() * 1e-6);
    check(0.5 + random());
  }
  for (const x of [2 ** -54, 1 - 2 ** -53, 1 + 2 ** -52, Math.SQRT2, Math.SQRT1_2, 2 ** -1022]) {
    check(x);
  }
  check(Number.MAX_VALUE);
  expect(worst).toBeLessThan(5e-16);
});

test('it is exact where the logarithm is', () => {
  expect(log(1)).toBe(0);
});

test('some logarithms are these to the bit, on every engine', () => {
  expect([0.2, 0.3, 3, 7, 1e-300].map(log)).toEqual([
    -1.6094379124341003, -1.2039728043259361, 1.0986122886681098, 1.9459101490553132,
    -690.7755278982137,
  ]);
});
