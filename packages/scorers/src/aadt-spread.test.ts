import { createRng } from '@gradus/samplers';
import { effectiveSampleSize, rankProbabilities, temper } from '@gradus/temperature';
import { type Tensor, type Tensor1D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type AadtOptions, aadt, entropy } from './index.ts';

// What a maximum ratio of 10 makes of the scores of 5000 rows, as an effective sample size over n: 1 is
// uniform sampling. Rows are softmaxes of normal logits, whose spread runs from `least` to 6: from almost
// even to certain, as a model's outputs are while it trains. These figures stand in aadt's documentation.
const n = 5000;
const maxRatio = 10;

function logits(classes: number, least: number): number[][] {
  const random = createRng(3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: n }, () => {
    const spread = least + 6 * random();
    return Array.from({ length: classes }, () => spread * normal());
  });
}

async function scores(rows: number[][], scorer: (x: Tensor) => Tensor1D): Promise<Float32Array> {
  const tensor = tidy(() => scorer(tensor2d(rows)));
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  return values;
}

function share(values: Float32Array, winsorize?: { lower: number; upper: number }): number {
  const settings = { favour: 'hard', maxRatio } as const;
  return temper(values, winsorize ? { ...settings, winsorize } : settings).effectiveSampleSize / n;
}

describe.each([
  [3, 1e-3, { printed: 0.972, floored: 0.552, winsorized: 0.584, ofEntropy: 0.652 }],
  [3, 0.05, { printed: 0.984, floored: 0.669, winsorized: 0.584, ofEntropy: 0.651 }],
  [10, 1e-3, { printed: 0.979, floored: 0.47, winsorized: 0.593, ofEntropy: 0.678 }],
  [10, 0.05, { printed: 0.95, floored: 0.522, winsorized: 0.589, ofEntropy: 0.678 }],
])('with %i classes and rows as near to even as logits of %f', (classes, least, figures) => {
  const rows = logits(classes, least);
  const from = 'logits';
  const distances = (options: AadtOptions = {}) =>
    scores(rows, (x) => aadt(x, { from, ...options }));
  const ofEntropy = async () => share(await scores(rows, (x) => entropy(x, { from })));

  test('the figures are those of the documentation', async () => {
    expect(share(await distances())).toBeCloseTo(figures.printed, 2);
    expect(share(await distances({ floor: 0.01 }))).toBeCloseTo(figures.floored, 2);
    expect(share(await distances(), { lower: 0.01, upper: 0.99 })).toBeCloseTo(
      figures.winsorized,
      2,
    );
    expect(await ofEntropy()).toBeCloseTo(figures.ofEntropy, 2);
  });

  test('as printed, one row takes the whole ratio and the others are sampled almost uniformly', async () => {
    expect(share(await distances())).toBeGreaterThan(0.94);
    expect(await ofEntropy()).toBeLessThan(0.69);
  });

  test("by rank, it comes within 10 % of entropy's", async () => {
    const byRank = rankProbabilities(await distances(), { favour: 'hard', maxRatio });
    expect(Math.abs(effectiveSampleSize(byRank) / n / (await ofEntropy()) - 1)).toBeLessThan(0.1);
    expect(effectiveSampleSize(byRank) / n).toBeCloseTo(0.7106, 3);
  });

  test("winsorized at 1 and 99 %, it comes within 15 % of entropy's, and at 95 % it overshoots", async () => {
    const values = await distances();
    const ratio = share(values, { lower: 0.01, upper: 0.99 }) / (await ofEntropy());
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1);
    expect(share(values, { lower: 0.01, upper: 0.95 })).toBeLessThan(0.45);
  });

  test('no one floor does it: the same one gives more or less, as the rows lie', async () => {
    expect(share(await distances({ floor: 0.03 }))).toBeLessThan(0.47);
    const [low, high] = [least === 1e-3 ? 0.46 : 0.51, 0.68];
    expect(share(await distances({ floor: 0.01 }))).toBeGreaterThan(low);
    expect(share(await distances({ floor: 0.01 }))).toBeLessThan(high);
  });
});
