import { dynamicSampled } from '@gradus/curricula';
import { geoShapes, inputs } from '@gradus/datasets';
import { createRng, quotaSampler } from '@gradus/samplers';
import { entropy, scoreAll } from '@gradus/scorers';
import { temper } from '@gradus/temperature';
import { installWasmTraining } from '@gradus/wasm-training';
import { type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { convolutional } from '../models/convolutional.ts';
import { optimizers } from '../models/optimizers.ts';
import { Trainer } from './trainer.ts';

// The packages as the README puts them together, on a smaller set.
const data = geoShapes({ count: 200, kind: 'geom', placement: 'centred', seed: 1 });
beforeAll(() => {
  installWasmTraining();
});

const plain = { mean: 0, sd: 1 };

function net(seed: number) {
  const model = convolutional({ inputShape: data.shape, classes: 3, random: createRng(seed) });
  const optimizer = (optimizers.momentum as (typeof optimizers)[string]).create();
  const trainer = new Trainer(model, optimizer, { train: data, standardise: plain });
  return {
    model,
    trainer,
    dispose() {
      trainer.dispose();
      model.dispose();
    },
  };
}

test('free scores: every batch is observed, and every sample is drawn about its share', async () => {
  const { trainer, dispose } = net(1);
  const random = createRng(7);
  const curriculum = dynamicSampled({
    size: data.count,
    batchSize: 10,
    steps: 40,
    rescoreEvery: 4,
    random,
    weigh: (scores) => temper(scores, { favour: 'hard', maxRatio: 30 }).probabilities,
    draw: quotaSampler(data.count, { random }),
  });
  const drawn = new Set<number>();
  for await (const { indices } of curriculum) {
    const outputs = trainer.step(indices, 0.01);
    curriculum.observe(
      indices,
      tidy(() => entropy(outputs, { from: 'logits' })),
    );
    outputs.dispose();
    for (const index of indices) drawn.add(index);
  }
  expect(drawn.size).toBeGreaterThan(150);
  dispose();
});

test('a scoring pass: the model in training scores the whole set', async () => {
  const { model, trainer, dispose } = net(2);
  const random = createRng(7);
  let passes = 0;
  const curriculum = dynamicSampled({
    size: data.count,
    batchSize: 50,
    steps: 12,
    rescoreEvery: 4,
    random,
    score: (indices) => {
      passes++;
      return scoreAll({
        indices,
        predict: (some) => model.apply(inputs(data, some)) as Tensor2D,
        scorer: (logits: Tensor) => entropy(logits, { from: 'logits' }),
      });
    },
    weigh: (scores) => temper(scores, { favour: 'hard', maxRatio: 10 }).probabilities,
    draw: quotaSampler(data.count, { random }),
  });
  let updates = 0;
  for await (const { indices } of curriculum) {
    trainer.step(indices, 0.01).dispose();
    updates++;
  }
  expect([updates, passes]).toEqual([12, 2]);
  dispose();
});
