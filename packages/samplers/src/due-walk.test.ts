import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tally, worstInclusion } from '../test/chi-square.ts';
import { chanceOf, roomFor, walkDue } from './due-walk.ts';
import { createRng } from './index.ts';

test('each index is drawn with its chance, wherever it lies on the line', () => {
  // Three chunks and a bit; the weights sum to 40, so there are forty units and their borders.
  const random = createRng(1);
  const size = 200;
  const shares = Float64Array.from({ length: size }, () => random() ** 2);
  const scale = 40 / shares.reduce((a, b) => a + b);
  const chances = shares.map((share) => share * scale);
  const owed = new Float64Array(size);
  const due = roomFor(size);
  const counts = new Float64Array(size);
  const calls = 600_000;
  for (let call = 0; call < calls; call++) {
    owed.fill(0);
    walkDue(shares, scale, owed, random, due);
    if (due.onces !== 40) expect.fail(`${due.onces} drawn`);
    tally(due.once.subarray(0, due.onces), counts);
  }
  expect(worstInclusion(counts, chances, calls)).toBeLessThan(5);
  const wrong = chances.map((chance, i) => chance * (i % 2 ? 1.01 : 0.99));
  expect(worstInclusion(counts, wrong, calls)).toBeGreaterThan(8);
});

test('nobody is drawn twice by chance, and as many are as the chances sum to, up or down', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.oneof(fc.double({ min: 0, max: 2, noNaN: true }), fc.constantFrom(0, 1, 0.5)),
          fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0, 1, -1)),
        ),
        { minLength: 1, maxLength: 200 },
      ),
      fc.oneof(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom(0, 1 - 2 ** -53),
      ),
      (pairs, number) => {
        const size = pairs.length;
        const shares = pairs.map(([share]) => share);
        const before = pairs.map(([, owed]) => owed);
        const owed = Float64Array.from(before);
        const due = roomFor(size);
        walkDue(shares, 1, owed, () => number, due);
        const whole = new Float64Array(size);
        for (let w = 0; w < due.wholes; w++) {
          whole[due.whole[w] as number] = due.times[w] as number;
        }
        let sum = 0;
        let wrong = 0;
        for (let i = 0; i < size; i++) {
          const now = (before[i] as number) + (shares[i] as number);
          const left = now - (whole[i] as number);
          if ((owed[i] as number) !== left) wrong++;
          if ((shares[i] as number) === 0) {
            if ((whole[i] as number) !== 0) wrong++;
            continue;
          }
          if (left >= 1 || (now >= 0 && left < -1e-9)) wrong++;
          sum += (whole[i] as number) > 0 ? Math.max(0, left) : chanceOf(before[i] as number, left);
        }
        expect(wrong).toBe(0);
        const once = due.once.subarray(0, due.onces);
        expect(new Set(once).size).toBe(due.onces);
        expect([...once].every((i) => (shares[i] as number) > 0)).toBe(true);
        expect(due.onces).toBeGreaterThanOrEqual(Math.floor(sum - 1e-9));
        expect(due.onces).toBeLessThanOrEqual(Math.ceil(sum + 1e-9));
      },
    ),
    { numRuns: 2000 },
  );
});
