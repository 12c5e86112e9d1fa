import { tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { crossEntropy } from './index.ts';

test('no row costs more than -ln 1e-7, from probabilities or from logits', async () => {
  const rows = [
    [0, 1],
    [1e-8, 1],
    [1e-6, 1],
  ];
  const logits = [
    [-1e4, 1e4],
    [Math.log(1e-8), 0],
    [Math.log(1e-6), 0],
  ];
  for (const [outputs, from] of [
    [rows, 'probabilities'],
    [logits, 'logits'],
  ] as const) {
    const scores = tidy(() =>
      crossEntropy(tensor2d(outputs), tensor1d([0, 0, 0], 'int32'), { from }),
    );
    const [none, less, more] = await scores.data();
    scores.dispose();
    expect(none).toBeCloseTo(-Math.log(1e-7), 4);
    expect(less).toBe(none);
    expect(more).toBeCloseTo(-Math.log(1e-6), 4);
  }
});
