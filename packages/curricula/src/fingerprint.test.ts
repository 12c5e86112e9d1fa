import { createRng } from '@gradus/samplers';
import { expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';

const scores = Float32Array.from({ length: 100 }, createRng('scores'));

test('the same numbers have the same fingerprint, in whatever array', () => {
  expect(fingerprint([...scores])).toBe(fingerprint(scores));
  expect(fingerprint([])).toMatch(/^#[0-9a-f]{8}$/);
});

test('numbers that were negated, moved, changed in the last bit or left out have another', () => {
  const changes: ArrayLike<number>[] = [
    scores.map((score) => -score),
    scores.map((score, i) => (i === 7 || i === 90 ? -score : score)),
    scores.slice().reverse(),
    scores.map((score, i) => (i === 50 ? score * (1 + 2 ** -23) : score)),
    scores.slice(1),
    [...scores, 0],
    scores.map((score) => 2 * score),
  ];
  const all = [scores, ...changes].map(fingerprint);
  expect(new Set(all).size).toBe(all.length);
});

test('small numbers fill all of its bits: of 20,000 lists hardly two share one', () => {
  const all = new Set<string>();
  for (let a = 0; a < 200; a++) {
    for (let b = 0; b < 100; b++) all.add(fingerprint([a, b, 1]));
  }
  expect(all.size).toBeGreaterThan(20_000 - 5); // 20,000^2 / 2^33 = 0.05 pairs are to be expected
});
