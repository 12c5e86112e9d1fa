import { tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { expectedGradientLength } from './index.ts';

test('is the mean length, over the outputs, of the gradient of a dense softmax layer', async () => {
  const p = [0.5, 0.3, 0.2];
  const h = [2, -1];
  let expected = 0;
  for (const [y, weight] of p.entries()) {
    // d loss / d (weights, bias) is (p - e_y) (h, 1)^T: its length from its entries, one by one
    const entries = p.flatMap((pk, k) => [...h, 1].map((x) => (pk - Number(k === y)) * x));
    expected += weight * Math.hypot(...entries);
  }
  const scores = tidy(() => expectedGradientLength(tensor2d([p]), { features: tensor2d([h]) }));
  expect((await scores.data())[0]).toBeCloseTo(expected, 6);
  scores.dispose();
});

test('refuses features of another dtype, rank or number of rows', () => {
  const outputs = tensor2d([[1, 0]]);
  for (const [features, message] of [
    [tensor2d([[1]], [1, 1], 'int32'), 'features must be a float32 tensor [n, d], got int32'],
    [tensor1d([1]), 'features must be a float32 tensor [n, d], got rank 1, [1]'],
    [tensor2d([[1], [2]]), 'features must have 1 rows as outputs, got 2'],
  ] as const) {
    const score = () => expectedGradientLength(outputs, { features });
    expect(score).toThrow(`expectedGradientLength: ${message}`);
    features.dispose();
  }
  outputs.dispose();
});
