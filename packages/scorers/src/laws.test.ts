import { type Tensor, type Tensor1D, tensor2d, tensor3d, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aadt,
  bald,
  entropy,
  expectedGradientLength,
  leastConfidence,
  margin,
  type ScorerOptions,
} from './index.ts';

const scorers: [string, (outputs: Tensor, options: ScorerOptions) => Tensor1D][] = [
  ['aadt', aadt],
  ['entropy', entropy],
  ['leastConfidence', leastConfidence],
  ['margin', margin],
  ['expectedGradientLength', expectedGradientLength],
];
const runs = { numRuns: 25, seed: 1 };

/** Logits `[n, classes]` on a grid of 1/8, so that adding an integer to them rounds nothing. */
const logits = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 12 }))
  .chain(([n, classes]) => matrix(n, classes));

function matrix(n: number, classes: number) {
  const value = fc.integer({ min: -120, max: 120 }).map((x) => x / 8);
  const row = fc.array(value, { minLength: classes, maxLength: classes });
  return fc.array(row, { minLength: n, maxLength: n });
}

async function read(make: () => Tensor1D): Promise<number[]> {
  const scores = tidy(make);
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
}

/** Within the tolerance that float32 scores are held to. */
function close(actual: number[], expected: number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    const error = Math.abs((actual[i] as number) - value);
    expect(error).toBeLessThanOrEqual(2e-5 * Math.max(Math.abs(value), 1e-3));
  });
}

test.each(scorers)('%s: permuting classes leaves scores', async (_, scorer) => {
  await fc.assert(
    fc.asyncProperty(logits, async (rows) => {
      const turned = rows.map((row) => [...row.slice(1), row[0] as number].reverse());
      const scores = await read(() => scorer(tensor2d(rows), { from: 'logits' }));
      close(await read(() => scorer(tensor2d(turned), { from: 'logits' })), scores);
    }),
    runs,
  );
});

test.each(scorers)('%s: permuting samples permutes scores', async (_, scorer) => {
  await fc.assert(
    fc.asyncProperty(logits, async (rows) => {
      const scores = await read(() => scorer(tensor2d(rows), { from: 'logits' }));
      const reversed = [...rows].reverse();
      close(await read(() => scorer(tensor2d(reversed), { from: 'logits' })), scores.reverse());
    }),
    runs,
  );
});

test.each(scorers)('%s: a constant added to the logits changes nothing', async (_, scorer) => {
  await fc.assert(
    fc.asyncProperty(logits, fc.integer({ min: -1000, max: 1000 }), async (rows, shift) => {
      const scores = await read(() => scorer(tensor2d(rows), { from: 'logits' }));
      const shifted = rows.map((row) => row.map((x) => x + shift));
      close(await read(() => scorer(tensor2d(shifted), { from: 'logits' })), scores);
    }),
    runs,
  );
});

test('entropy is in [0, ln classes]', async () => {
  await fc.assert(
    fc.asyncProperty(logits, async (rows) => {
      const bound = Math.log(rows[0]?.length as number);
      for (const score of await read(() => entropy(tensor2d(rows), { from: 'logits' }))) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(bound * (1 + 1e-6));
      }
    }),
    runs,
  );
});

test('BALD is in [0, entropy of the mean], and no order of passes matters', async () => {
  const passes = fc
    .tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 6 }),
    )
    .chain(([m, n, classes]) => fc.array(matrix(n, classes), { minLength: m, maxLength: m }));
  await fc.assert(
    fc.asyncProperty(passes, async (values) => {
      const scores = await read(() => bald(tensor3d(values), { from: 'logits' }));
      const ofMean = await read(() => entropy(meanSoftmax(values)));
      scores.forEach((score, i) => {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual((ofMean[i] as number) * (1 + 1e-5) + 2e-8);
      });
      const reversed = [...values].reverse();
      close(await read(() => bald(tensor3d(reversed), { from: 'logits' })), scores);
    }),
    runs,
  );
});

/** Mean over passes of the softmax, worked out in float64. */
function meanSoftmax(passes: number[][][]): Tensor {
  const softmax = (row: number[]) => {
    const e = row.map((x) => Math.exp(x - Math.max(...row)));
    const sum = e.reduce((a, b) => a + b);
    return e.map((x) => x / sum);
  };
  const p = passes.map((rows) => rows.map(softmax));
  const mean = (i: number, k: number) =>
    p.reduce((sum, rows) => sum + (rows[i]?.[k] as number), 0) / p.length;
  return tensor2d((p[0] as number[][]).map((row, i) => row.map((_, k) => mean(i, k))));
}
