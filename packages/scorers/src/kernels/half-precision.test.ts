import { env, getBackend, type Tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { aadt, crossEntropy, entropy, useFusedKernels } from '../index.ts';

async function valuesOf(make: () => Tensor): Promise<number[]> {
  const scores = tidy(make);
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
}

// WEBGL_FORCE_F16_TEXTURES sets this flag, on machines whose textures are of half precision it is never set.
test('textures of half precision leave three digits, and NaN of what they cannot hold', async (context) => {
  if (getBackend() !== 'webgl') return context.skip('webgl alone has textures');
  env().set('WEBGL_RENDER_FLOAT32_ENABLED', false);
  const outputs = () => tensor2d([0.7, 0.2, 0.1, 0.999, 0.001, 0, 0.25, 0.25, 0.5], [3, 3]);
  try {
    for (const enabled of [true, false]) {
      useFusedKernels(enabled);
      const entropies = await valuesOf(() => entropy(outputs()));
      const [first, second, third] = entropies as [number, number, number];
      expect(first / 0.8018185525433372).toBeCloseTo(1, 2);
      expect(second / 0.007907255112232087).toBeCloseTo(1, 2);
      expect(third / 1.0397207708399179).toBeCloseTo(1, 2);
      const losses = await valuesOf(() => crossEntropy(outputs(), tensor1d([2, 1, 0], 'int32')));
      expect((losses[0] as number) / -Math.log(0.1)).toBeCloseTo(1, 2);
      expect((losses[1] as number) / -Math.log(0.001)).toBeCloseTo(1, 2);
      const even = () => tensor2d([[0.5, 0.5]]);
      expect(await valuesOf(() => aadt(even(), { floor: 2 ** -10 }))).toEqual([1024]);
      expect(await valuesOf(() => aadt(even()))).toEqual([Number.NaN]); // 1e6 is over 65504
    }
  } finally {
    env().set('WEBGL_RENDER_FLOAT32_ENABLED', true);
    useFusedKernels(true);
  }
});
