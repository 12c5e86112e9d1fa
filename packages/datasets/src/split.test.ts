import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dataset } from './dataset.ts';
import { split } from './split.ts';

/** A set whose sample i is the number i, of the given classes. */
function numbered(labels: number[]): Dataset {
  return {
    name: 'numbers',
    inputs: Float32Array.from(labels, (_, i) => i),
    labels: Uint8Array.from(labels),
    count: labels.length,
    shape: [1],
    classNames: ['a', 'b', 'c'],
  };
}

function countsOf({ labels }: Dataset): number[] {
  return [0, 1, 2].map((c) => labels.filter((label) => label === c).length);
}

const hundred = numbered(Array.from({ length: 100 }, (_, i) => (i < 70 ? 0 : i < 90 ? 1 : 2)));

test('a fraction gives that part and the rest, a count too', () => {
  for (const part of [0.8, 80]) {
    const [first, rest] = split(hundred, part, { seed: 1 });
    expect([first.count, rest.count]).toEqual([80, 20]);
    expect([...first.inputs, ...rest.inputs].sort((a, b) => a - b)).toEqual([...hundred.inputs]);
  }
});

test('a list gives its parts and leaves the others out', () => {
  const parts = split(hundred, [50, 20, 0.1], { seed: 1 });
  expect(parts.map(({ count }) => count)).toEqual([50, 20, 10]);
  expect(new Set(parts.flatMap(({ inputs }) => [...inputs])).size).toBe(80);
});

test('fractions of 1 in all miss nothing', () => {
  expect(split(numbered([0, 0, 0]), [0.5, 0.5], { seed: 1 }).map(({ count }) => count)).toEqual([
    2, 1,
  ]);
  const tenths = Array<number>(10).fill(0.1);
  expect(split(hundred, tenths, { seed: 1 }).map(({ count }) => count)).toEqual(Array(10).fill(10));
});

test('keeps the shares of the classes, unless told not to', () => {
  for (let seed = 0; seed < 20; seed++) {
    const [first, rest] = split(hundred, 0.5, { seed });
    expect([countsOf(first), countsOf(rest)]).toEqual([
      [35, 10, 5],
      [35, 10, 5],
    ]);
  }
  const plain = Array.from({ length: 20 }, (_, seed) =>
    countsOf(split(hundred, 0.5, { seed, stratified: false })[0]).join(),
  );
  expect(new Set(plain).size).toBeGreaterThan(5);
});

test('any parts of any classes are disjoint, of the size asked for, each class within one of its share', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(2), { minLength: 2, maxLength: 60 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.string(),
      (classes, at, seed) => {
        const data = numbered(classes);
        const size = Math.max(1, Math.min(data.count - 1, Math.round(at * data.count)));
        const [first, rest] = split(data, size, { seed });
        expect(first.count).toBe(size);
        expect([...first.inputs, ...rest.inputs].sort((a, b) => a - b)).toEqual([...data.inputs]);
        for (const [c, count] of countsOf(first).entries()) {
          const share = ((countsOf(data)[c] as number) * size) / data.count;
          expect(Math.abs(count - share)).toBeLessThan(1);
        }
        for (const part of [first, rest]) {
          for (let i = 0; i < part.count; i++) {
            expect(part.labels[i]).toBe(classes[part.inputs[i] as number]);
          }
        }
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test('every sample is as likely as another to come first, in the part and in its order', () => {
  const firsts = new Float64Array(10);
  const members = new Float64Array(10);
  const ten = numbered([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
  for (let seed = 0; seed < 5000; seed++) {
    const [part] = split(ten, 5, { seed });
    for (const i of part.inputs) members[i] = (members[i] as number) + 1;
    firsts[part.inputs[0] as number] = (firsts[part.inputs[0] as number] as number) + 1;
  }
  // Half of 5000 and a tenth of it, each within 5 sd (35 and 21).
  expect(members.every((n) => Math.abs(n - 2500) < 177)).toBe(true);
  expect(firsts.every((n) => Math.abs(n - 500) < 106)).toBe(true);
});

test('a seed gives one division, another seed another, and 0 is a seed', () => {
  const [again, same, other] = [0, 0, 1].map((seed) => [
    ...split(hundred, 0.5, { seed })[0].inputs,
  ]);
  expect(again).toEqual(same);
  expect(again).not.toEqual(other);
});

test.each([
  [0, 'split: parts[0] must be a fraction in (0, 1) or a count, an integer >= 1, got 0'],
  [1.5, 'split: parts[0] must be a fraction in (0, 1) or a count, an integer >= 1, got 1.5'],
  [-1, 'split: parts[0] must be a fraction in (0, 1) or a count, an integer >= 1, got -1'],
  [
    [5, Number.NaN],
    'split: parts[1] must be a fraction in (0, 1) or a count, an integer >= 1, got NaN',
  ],
  [0.001, 'split: parts[0] = 0.001 of 100 samples is none'],
  [100, 'split: part 100 of 100 samples leaves no rest'],
  [undefined, 'split: parts must be a number or an array of numbers, got undefined'],
  [{ part: 0.5 }, 'split: parts must be a number or an array of numbers, got [object Object]'],
  [[60, 60], 'split: parts [60,60] ask for 120 of 100 samples'],
])('refuses the parts %o', (parts, message) => {
  expect(() => split(hundred, parts as number, { seed: 1 })).toThrow(message);
});

test('refuses to divide without a seed', () => {
  expect(() => split(hundred, 0.5, undefined as never)).toThrow(
    'split: seed must be an integer or a string, got undefined',
  );
});
