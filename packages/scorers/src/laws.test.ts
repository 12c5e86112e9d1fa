import {
  getBackend,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  aadt,
  bald,
  baldAccumulator,
  crossEntropy,
  el2n,
  entropy,
  expectedGradientLength,
  leastConfidence,
  margin,
  meanStandardDeviation,
  type ScorerOptions,
  trueClassDoubt,
  useFusedKernels,
  variationRatio,
} from './index.ts';

const scorers: [string, (outputs: Tensor, options: ScorerOptions) => Tensor1D][] = [
  ['aadt', aadt],
  ['entropy', entropy],
  ['leastConfidence', leastConfidence],
  ['margin', margin],
  ['expectedGradientLength', expectedGradientLength],
];

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

/** The last class comes first. */
const turned = (row: number[]) => [row.at(-1) as number, ...row.slice(0, -1)];

const ofLabels = [
  ['crossEntropy', crossEntropy],
  ['el2n', el2n],
  ['trueClassDoubt', trueClassDoubt],
] as const;

const ofPasses: [string, (passes: Tensor) => Tensor1D][] = [
  ['bald', (passes) => bald(passes, { from: 'logits' })],
  ['meanStandardDeviation', (passes) => meanStandardDeviation(passes, { from: 'logits' })],
  ['variationRatio', (passes) => variationRatio(passes, { from: 'logits' })],
];
const passesOf = fc
  .tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 6 }),
  )
  .chain(([m, n, classes]) => fc.array(matrix(n, classes), { minLength: m, maxLength: m }));

// Each in both its forms: see useFusedKernels.
describe.each([true, false])('with kernels: %s', (enabled) => {
  const runs = { numRuns: 25, seed: 1 };
  beforeEach(() => {
    // On a GPU every shape compiles anew, and where that is software, tfjs's sums take a thousand times as long.
    if (/^webg/.test(getBackend())) runs.numRuns = enabled ? 10 : 4;
    useFusedKernels(enabled);
    return () => {
      useFusedKernels(true);
    };
  });

  test.each(scorers)('%s: permuting classes leaves scores', async (_, scorer) => {
    await fc.assert(
      fc.asyncProperty(logits, async (rows) => {
        const scores = await read(() => scorer(tensor2d(rows), { from: 'logits' }));
        close(await read(() => scorer(tensor2d(rows.map(turned)), { from: 'logits' })), scores);
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

  test.each(ofLabels)(
    '%s: neither an order of classes nor one of samples matters',
    async (_, scorer) => {
      const score = (rows: number[][], labels: number[]) =>
        read(() => scorer(tensor2d(rows), tensor1d(labels, 'int32'), { from: 'logits' }));
      await fc.assert(
        fc.asyncProperty(logits, fc.nat(), async (rows, seed) => {
          const classes = rows[0]?.length as number;
          const labels = rows.map((_, i) => (seed + i) % classes);
          const scores = await score(rows, labels);
          const moved = labels.map((label) => (label + 1) % classes);
          close(await score(rows.map(turned), moved), scores);
          close(await score([...rows].reverse(), [...labels].reverse()), [...scores].reverse());
        }),
        runs,
      );
    },
  );

  test.each(ofPasses)(
    '%s: no order of passes, samples or classes matters',
    async (name, scorer) => {
      await fc.assert(
        fc.asyncProperty(passesOf, async (values) => {
          const scores = await read(() => scorer(tensor3d(values)));
          close(await read(() => scorer(tensor3d([...values].reverse()))), scores);
          const samples = values.map((rows) => [...rows].reverse());
          close(await read(() => scorer(tensor3d(samples))), [...scores].reverse());
          if (name === 'variationRatio') return; // which of equal classes comes first is what it goes by
          close(await read(() => scorer(tensor3d(values.map((rows) => rows.map(turned))))), scores);
        }),
        runs,
      );
    },
  );

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

  test('BALD is in [0, entropy of the mean], at once and by passes', async () => {
    await fc.assert(
      fc.asyncProperty(passesOf, async (values) => {
        const scores = await read(() => bald(tensor3d(values), { from: 'logits' }));
        const ofMean = await read(() => entropy(meanSoftmax(values)));
        const summed = await read(() => byPasses(values));
        for (const [i, mean] of ofMean.entries()) {
          for (const score of [scores[i], summed[i]]) {
            expect(score).toBeGreaterThanOrEqual(0);
            expect(score).toBeLessThanOrEqual(mean * (1 + 1e-5) + 2e-8);
          }
        }
        close(summed, scores);
      }),
      runs,
    );
  });
});

/** BALD by an accumulator. */
function byPasses(values: number[][][]): Tensor1D {
  const accumulator = baldAccumulator({ from: 'logits' });
  for (const pass of values) accumulator.add(tensor2d(pass));
  const scores = accumulator.result();
  accumulator.dispose();
  return scores;
}

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
