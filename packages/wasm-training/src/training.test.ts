import {
  cast,
  dispose,
  getKernel,
  losses,
  oneHot,
  type Scalar,
  setBackend,
  type Tensor,
  tensor,
  tensor1d,
  tidy,
  train,
  type Variable,
} from '@tensorflow/tfjs-core';
import { layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { values } from '../test/backends.ts';
import { installWasmTraining } from './install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

const MODELS: Record<string, () => Sequential> = {
  'strided convolutions and dense layers': () =>
    sequential({
      layers: [
        layers.conv2d({
          inputShape: [12, 12, 1],
          filters: 4,
          kernelSize: 5,
          strides: 2,
          padding: 'same',
          activation: 'relu',
        }),
        layers.conv2d({
          filters: 6,
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          activation: 'relu',
        }),
        layers.flatten(),
        layers.dense({ units: 16, activation: 'relu' }),
        layers.dense({ units: 3 }),
      ],
    }),
  'convolutions, max-pooling and batch normalisation': () =>
    sequential({
      layers: [
        layers.conv2d({ inputShape: [12, 12, 1], filters: 4, kernelSize: 3 }),
        layers.batchNormalization(),
        layers.activation({ activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 6, kernelSize: 2, activation: 'tanh' }),
        layers.maxPooling2d({ poolSize: 3, strides: 1, padding: 'same' }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    }),
  'separable and depthwise convolutions': () =>
    sequential({
      layers: [
        layers.separableConv2d({
          inputShape: [12, 12, 1],
          filters: 4,
          kernelSize: 3,
          depthMultiplier: 2,
          activation: 'relu',
        }),
        layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same' }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    }),
};

const DROPOUT = { rate: 0.25, seed: 3 };

Object.assign(MODELS, {
  'dense layers with dropout': () =>
    sequential({
      layers: [
        layers.flatten({ inputShape: [12, 12, 1] }),
        layers.dense({ units: 16, activation: 'relu' }),
        layers.dropout(DROPOUT),
        layers.batchNormalization(),
        layers.dense({ units: 3 }),
      ],
    }),
  'average pooling and transposed convolutions': () =>
    sequential({
      layers: [
        layers.averagePooling2d({ inputShape: [12, 12, 1], poolSize: 2 }),
        layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, activation: 'elu' }),
        layers.flatten(),
        layers.dense({ units: 8, activation: 'tanh' }),
        layers.dense({ units: 3 }),
      ],
    }),
  'embeddings and convolutions along them': () =>
    sequential({
      layers: [
        layers.reshape({ inputShape: [12, 12, 1], targetShape: [144] }),
        layers.activation({ activation: 'relu' }), // whose whole part, 0 or 1, is what is looked up
        layers.embedding({ inputDim: 10, outputDim: 4 }),
        layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, activation: 'relu' }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    }),
} satisfies typeof MODELS);

test.for(Object.entries(MODELS))(
  '%s train to the losses of the cpu backend',
  async ([name, build], { skip }) => {
    const lacks = /average/.test(name) && getKernel('AvgPoolGrad', 'wasm') == null;
    if (lacks) skip("tfjs 4.0's wasm backend has no AvgPoolGrad");
    const expected = await lossesOf(build, 'cpu');
    const actual = await lossesOf(build, 'wasm');
    expect(expected.at(-1)).toBeLessThan((expected[0] as number) * 0.95);
    for (const [i, loss] of actual.entries()) expect(loss).toBeCloseTo(expected[i] as number, 4);
  },
);

/** The losses of 12 steps of gradient descent on the same images, on one backend. */
async function lossesOf(build: () => Sequential, backend: string): Promise<number[]> {
  await setBackend(backend);
  const model = build();
  setWeights(model);
  const optimizer = train.sgd(0.3);
  const xs = tensor(values(12 * 144, 1), [12, 12, 12, 1]);
  const ys = tidy(() => {
    const classes = tensor1d(
      Array.from({ length: 12 }, (_, i) => i % 3),
      'int32',
    );
    return cast(oneHot(classes, 3), 'float32');
  });
  const out: number[] = [];
  for (let step = 0; step < 12; step++) {
    const loss = optimizer.minimize(
      () => losses.softmaxCrossEntropy(ys, model.apply(xs, { training: true }) as Tensor) as Scalar,
      true,
      model.trainableWeights.map((weight) => weight.read() as Variable),
    ) as Scalar;
    out.push((await loss.data())[0] as number);
    loss.dispose();
  }
  dispose([xs, ys]);
  optimizer.dispose();
  model.dispose();
  await setBackend('wasm');
  return out;
}

/** The same weights on every backend and version: small ones, and ones for scales. */
function setWeights(model: Sequential): void {
  const made = model.weights.map(({ shape, name }, i) => {
    const size = shape.reduce<number>((product, one) => product * (one ?? 1), 1);
    const scaled = /gamma|variance/.test(name)
      ? new Float32Array(size).fill(1)
      : values(size, i).map((one) => one / 4);
    return tensor(scaled, shape as number[]);
  });
  model.setWeights(made);
  dispose(made);
}
