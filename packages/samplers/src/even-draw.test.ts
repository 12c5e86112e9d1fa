import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tally, worstInclusion } from '../test/chi-square.ts';
import { drawEvenly } from './even-draw.ts';
import { createRng } from './index.ts';

function draw(chances: ArrayLike<number>, count: number, random: () => number): Int32Array {
  const out = new Int32Array(count + 1).fill(-1);
  drawEvenly('test', Float64Array.from(chances), chances.length, count, random, out, 1);
  expect(out[0]).toBe(-1);
  return out.slice(1);
}

test('exactly count different candidates are drawn, whatever their chances', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0.5)), {
        minLength: 1,
        maxLength: 20,
      }),
      fc.oneof(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom(0, 1 - 2 ** -53),
      ),
      (chances, number) => {
        for (let count = 0; count <= chances.length; count++) {
          const drawn = draw(chances, count, () => number);
          expect(new Set(drawn).size).toBe(count);
          expect(drawn.every((c) => c >= 0 && c < chances.length)).toBe(true);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('each candidate is drawn with its chance where the chances sum to the count', () => {
  // The second and the fifth lie across borders of units.
  const chances = [0.7, 0.6, 0.2, 0.3, 0.9, 0.05, 0.25];
  const calls = 1_000_000;
  const random = createRng(1);
  const counts = new Float64Array(7);
  const out = new Int32Array(3);
  const given = Float64Array.from(chances);
  for (let k = 0; k < calls; k++) {
    drawEvenly('test', given, 7, 3, random, out, 0);
    tally(out, counts);
  }
  expect(worstInclusion(counts, chances, calls)).toBeLessThan(5);
  const wrong = chances.map((chance, i) => chance * (i % 2 ? 1.01 : 0.99));
  expect(worstInclusion(counts, wrong, calls)).toBeGreaterThan(8);
});

test('no period of the candidates can fall in with it: tenths of a hundred do not move in step', () => {
  const random = createRng(2);
  const chances = new Float64Array(100).fill(0.1);
  let sameDigit = 0;
  for (let k = 0; k < 1000; k++) {
    const drawn = draw(chances, 10, random);
    if (drawn.every((c) => c % 10 === (drawn[0] as number) % 10)) sameDigit++;
  }
  expect(sameDigit).toBe(0); // systematic sampling would give 1000
});
