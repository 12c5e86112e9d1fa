import { expect, test } from 'vitest';
import type { Dataset } from './dataset.ts';
import { withLabelNoise } from './with-label-noise.ts';

const data: Dataset = {
  name: 'labelled',
  inputs: new Uint8Array(4000),
  labels: Uint8Array.from({ length: 4000 }, (_, i) => i % 4),
  count: 4000,
  shape: [1],
  classNames: ['a', 'b', 'c', 'd'],
};

test.each([0, 0.2, 0.33333, 1])('rate %f changes exactly that share, and flags it', (rate) => {
  const { labels, noisy, inputs } = withLabelNoise(data, { rate, seed: 1 });
  expect(noisy.reduce((sum, flag) => sum + flag, 0)).toBe(Math.round(rate * 4000));
  for (let i = 0; i < 4000; i++) expect(labels[i] !== data.labels[i]).toBe(noisy[i] === 1);
  expect(labels.every((label) => label < 4)).toBe(true);
  expect(inputs).toBe(data.inputs);
});

test('leaves the set it came from as it was', () => {
  const before = [...data.labels];
  for (const labels of [data.labels, Buffer.from(before)]) {
    withLabelNoise({ ...data, labels }, { rate: 1, seed: 1 });
    expect([...labels]).toEqual(before);
  }
});

test('the wrong class is uniform among the others, and so is who gets it', () => {
  const { labels, noisy } = withLabelNoise(data, { rate: 1, seed: 3 });
  const shifts = [0, 0, 0, 0];
  labels.forEach((label, i) => {
    const shift = (label - (data.labels[i] as number) + 4) % 4;
    shifts[shift] = (shifts[shift] as number) + 1;
  });
  expect(shifts[0]).toBe(0);
  // 1333 each, sd 30: within 5 sd.
  for (const n of shifts.slice(1)) expect(Math.abs(n - 4000 / 3)).toBeLessThan(149);
  expect(noisy.every((flag) => flag === 1)).toBe(true);

  const half = withLabelNoise(data, { rate: 0.5, seed: 3 }).noisy;
  for (let quarter = 0; quarter < 4; quarter++) {
    const flagged = half.subarray(quarter * 1000, (quarter + 1) * 1000).reduce((a, b) => a + b, 0);
    expect(Math.abs(flagged - 500)).toBeLessThan(70); // sd 13.7
  }
});

test('a seed gives one noise, another seed another', () => {
  const [a, b, c] = [0, 0, 1].map((seed) => withLabelNoise(data, { rate: 0.5, seed }).labels);
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
});

test('refuses a rate outside [0, 1], a single class, a label without a name', () => {
  for (const rate of [-0.1, 1.1, Number.NaN]) {
    expect(() => withLabelNoise(data, { rate, seed: 1 })).toThrow(
      `withLabelNoise: rate must be in [0, 1], got ${rate}`,
    );
  }
  expect(() => withLabelNoise({ ...data, classNames: ['a'] }, { rate: 0.1, seed: 1 })).toThrow(
    'withLabelNoise: labelled must have 2 classes or more, got 1',
  );
  expect(() => withLabelNoise({ ...data, classNames: ['a', 'b'] }, { rate: 0.1, seed: 1 })).toThrow(
    'withLabelNoise: labels[2] must be in [0, 2), got 2',
  );
});
