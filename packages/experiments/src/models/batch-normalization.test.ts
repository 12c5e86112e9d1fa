import { installWasmTraining } from '@gradus/wasm-training';
import {
  mul,
  sum,
  type Tensor,
  type Tensor4D,
  tensor4d,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { batchNormalization } from './batch-normalization.ts';

beforeAll(() => {
  installWasmTraining();
});

const shape: [number, number, number, number] = [4, 3, 2, 5];
const values = (scale: number) =>
  Float32Array.from({ length: 120 }, (_, i) => scale * Math.sin(1 + i * i) + 0.01 * i);

/** Outputs in training and after it, and gradients, of a dense layer and a normalisation. */
async function trained(layer: layers.Layer): Promise<Float32Array[]> {
  const model = sequential();
  const kernelInitializer = 'identity';
  model.add(layers.dense({ units: 5, inputShape: shape.slice(1), kernelInitializer }));
  model.add(layer);
  const [xs, target] = [tensor4d(values(2), shape), tensor4d(values(1), shape)];
  const weights = model.trainableWeights.map((weight) => weight.read() as Variable);
  const { value, grads } = variableGrads(
    () => tidy(() => sum(mul(target, model.apply(xs, { training: true }) as Tensor4D))),
    weights,
  );
  const out = model.apply(xs) as Tensor;
  const all = [value, out, ...weights.map((weight) => grads[weight.name] as Tensor)];
  const read = await Promise.all(all.map((tensor) => tensor.data()));
  for (const tensor of [...all, xs, target]) tensor.dispose();
  model.dispose();
  return read as Float32Array[];
}

test("outputs, moving averages and gradients are those of tfjs's own layer", async () => {
  // tfjs's layer averages the biased variance: the same up to n / (n - 1), n = 24, on a tenth of the weight.
  const [mine, theirs] = [
    await trained(batchNormalization()),
    await trained(layers.batchNormalization({ momentum: 0.9 })),
  ];
  expect(mine.length).toBe(theirs.length);
  mine.forEach((some, k) => {
    const other = theirs[k] as Float32Array;
    const reach = Math.max(...other.map(Math.abs));
    const tolerance = k === 1 ? 0.005 : 1e-4;
    some.forEach((x, i) => {
      expect(Math.abs(x - (other[i] as number))).toBeLessThan(tolerance * reach + 1e-4);
    });
  });
});
