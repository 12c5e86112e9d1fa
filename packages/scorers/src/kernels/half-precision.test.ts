import {
  env,
  getBackend,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
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
  trueClassDoubt,
  useFusedKernels,
  variationRatio,
  voteEntropy,
} from '../index.ts';

async function valuesOf(make: () => Tensor): Promise<number[]> {
  const scores = tidy(make);
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
}

const outputs = () => tensor2d([0.7, 0.2, 0.1, 0.999, 0.001, 0, 0.25, 0.25, 0.5], [3, 3]);
const labels = () => tensor1d([2, 1, 0], 'int32');
const passes = () => tensor3d([0.7, 0.2, 0.1, 0.1, 0.2, 0.7, 0.25, 0.25, 0.5], [3, 1, 3]);
const scorers: Record<string, () => Tensor1D> = {
  aadt: () => aadt(outputs()),
  entropy: () => entropy(outputs()),
  leastConfidence: () => leastConfidence(outputs()),
  margin: () => margin(outputs()),
  expectedGradientLength: () => expectedGradientLength(outputs()),
  crossEntropy: () => crossEntropy(outputs(), labels()),
  el2n: () => el2n(outputs(), labels()),
  trueClassDoubt: () => trueClassDoubt(outputs(), labels()),
  bald: () => bald(passes()),
  meanStandardDeviation: () => meanStandardDeviation(passes()),
  variationRatio: () => variationRatio(passes()),
  baldAccumulator() {
    const accumulator = baldAccumulator();
    for (const row of [
      [0.7, 0.2, 0.1],
      [0.1, 0.2, 0.7],
      [0.25, 0.25, 0.5],
    ]) {
      accumulator.add(tensor2d([row]));
    }
    const scores = accumulator.result();
    accumulator.dispose();
    return scores;
  },
  'entropy of logits': () => entropy(tensor2d([[4, 1, -2]]), { from: 'logits' }),
  'aadt of logits': () => aadt(tensor2d([[0.25, 0.125, 0]]), { from: 'logits' }),
};

// WEBGL_FORCE_F16_TEXTURES sets this flag, on machines whose textures are of half precision it is never set.
test('textures of half precision leave three digits, and NaN of what they cannot hold', async (context) => {
  if (getBackend() !== 'webgl') return context.skip('webgl alone has textures');
  const exact: Record<string, number[]> = {};
  for (const [name, score] of Object.entries(scorers)) exact[name] = await valuesOf(score);
  env().set('WEBGL_RENDER_FLOAT32_ENABLED', false);
  try {
    for (const enabled of [true, false]) {
      useFusedKernels(enabled);
      for (const [name, values] of Object.entries(exact)) {
        const rough = await valuesOf(scorers[name] as () => Tensor1D);
        expect(rough.length).toBe(values.length);
        values.forEach((value, i) => {
          expect((rough[i] as number) / value, `${name} ${i}`).toBeCloseTo(1, 2);
        });
      }
      const even = () => tensor2d([[0.5, 0.5]]);
      expect(await valuesOf(() => aadt(even(), { floor: 2 ** -10 }))).toEqual([1024]);
      expect(await valuesOf(() => aadt(even()))).toEqual([Number.NaN]); // 1e6 is over 65504
    }
  } finally {
    env().set('WEBGL_RENDER_FLOAT32_ENABLED', true);
    useFusedKernels(true);
  }
});

test('labels that half precision would round are refused', async (context) => {
  if (getBackend() !== 'webgl') return context.skip('webgl alone has textures');
  const labelled = (classes: number) =>
    tidy(() => trueClassDoubt(zeros([1, classes]), tensor1d([classes - 1], 'int32')));
  const voted = (classes: number) =>
    tidy(() => voteEntropy(tensor2d([[classes - 1]], [1, 1], 'int32'), { classes }));
  for (const scores of [labelled(2049), voted(2049)]) scores.dispose(); // of full precision
  env().set('WEBGL_RENDER_FLOAT32_ENABLED', false);
  try {
    for (const scores of [labelled(2048), voted(2048)]) scores.dispose();
    const message = 'classes must be <= 2048 on WebGL with textures of half precision, got 2049';
    expect(() => labelled(2049)).toThrow(`trueClassDoubt: ${message}`);
    expect(() => voted(2049)).toThrow(`voteEntropy: ${message}`);
  } finally {
    env().set('WEBGL_RENDER_FLOAT32_ENABLED', true);
  }
});
