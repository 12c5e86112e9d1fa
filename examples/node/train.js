// Trains a net of your own on the samples that it is unsure of. Their scores come from the outputs that training
// computes anyway: no pass over the data is spent on them.
import '@tensorflow/tfjs-backend-wasm';
import { dynamicSampled } from '@gradus/curricula';
import { batch, geoShapes, inputs, labels, standardise } from '@gradus/datasets';
import { createRng, quotaSampler } from '@gradus/samplers';
import { entropy } from '@gradus/scorers';
import { temper } from '@gradus/temperature';
import { installWasmTraining } from '@gradus/wasm-training';
import {
  argMax,
  dispose,
  keep,
  losses,
  mean,
  notEqual,
  setBackend,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

await setBackend('wasm');
installWasmTraining();

// Images of rectangles, ellipses and triangles, drawn on the spot. A set of your own is an object of the same kind.
const data = geoShapes({ count: 4_000, kind: 'geom', placement: 'centred', seed: 1 });
const test = geoShapes({ count: 2_000, kind: 'geom', placement: 'centred', seed: 2 });
const standard = standardise(data);
const steps = 800;

const initial = { scale: 1 / 3, mode: 'fanIn', distribution: 'uniform' };
const weights = (seed) => ({
  kernelInitializer: initializers.varianceScaling({ ...initial, seed }),
});
const convolution = { strides: 2, activation: 'relu' };
const model = sequential();
model.add(
  layers.conv2d({
    ...convolution,
    ...weights(1),
    inputShape: data.shape,
    filters: 8,
    kernelSize: 5,
  }),
);
model.add(layers.conv2d({ ...convolution, ...weights(2), filters: 16, kernelSize: 3 }));
model.add(layers.flatten());
model.add(layers.dense({ ...weights(3), units: 64, activation: 'relu' }));
model.add(layers.dense({ ...weights(4), units: 3 })); // one logit a class
const optimizer = train.momentum(0.05, 0.9);

const random = createRng(7);
const curriculum = dynamicSampled({
  size: data.count,
  batchSize: 50,
  steps,
  rescoreEvery: 20,
  random,
  weigh: (scores) => temper(scores, { favour: 'hard', maxRatio: 30 }),
  draw: quotaSampler(data.count, { random }),
});

for await (const { indices, step } of curriculum) {
  optimizer.setLearningRate(0.05 * (1 - step / steps));
  const { xs, ys } = batch(data, indices, { standardise: standard });
  let logits;
  const loss = optimizer.minimize(() => {
    logits = keep(model.apply(xs, { training: true }));
    return losses.softmaxCrossEntropy(ys, logits);
  }, true);
  curriculum.observe(indices, entropy(logits, { from: 'logits' })); // the curriculum disposes of them
  if (step % 100 === 99)
    console.log(`update ${step + 1}: loss ${(await loss.data())[0].toFixed(3)}`);
  dispose([xs, ys, logits, loss]);
}

const all = Int32Array.from({ length: test.count }, (_, i) => i);
const error = tidy(() => {
  const classes = argMax(model.predict(inputs(test, all, { standardise: standard })), 1);
  return mean(notEqual(classes, labels(test, all)));
});
console.log(`test error: ${(100 * (await error.data())[0]).toFixed(2)} %`);
error.dispose();
model.dispose();
optimizer.dispose();
