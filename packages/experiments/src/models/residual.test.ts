import { createRng } from '@gradus/samplers';
import { installWasmTraining } from '@gradus/wasm-training';
import { dispose } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { Trainer } from '../training/trainer.ts';
import { optimizers } from './optimizers.ts';
import { residual } from './residual.ts';

beforeAll(() => {
  installWasmTraining();
});

test('has the parameters that it says, and learns a few images', async () => {
  const count = 20;
  const random = createRng(3);
  const train = {
    name: 'noise',
    inputs: Uint8Array.from({ length: count * 16 * 16 }, () => 256 * random()),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
    count,
    shape: [16, 16, 1],
    classNames: ['a', 'b'],
  };
  const full = residual({ inputShape: [32, 32, 3], classes: 10, random });
  expect(full.countParams()).toBe(20_290);
  full.dispose();
  const model = residual({ inputShape: train.shape, classes: 2, random });
  const optimizer = (optimizers.momentum as (typeof optimizers)[string]).create();
  const trainer = new Trainer(model, optimizer, { train, standardise: { mean: 0.5, sd: 0.25 } });
  const all = Int32Array.from({ length: count }, (_, i) => i);
  const margins: number[] = [];
  for (let step = 0; step < 15; step++) {
    const outputs = trainer.step(all, 0.05);
    const z = await outputs.data();
    dispose(outputs);
    const right = [...all].filter(
      (i) => (z[2 * i + 1] as number) > (z[2 * i] as number) === (i % 2 === 1),
    );
    margins.push(right.length);
  }
  trainer.dispose();
  model.dispose();
  expect(margins[0]).toBeLessThan(count);
  expect(margins.at(-1)).toBe(count);
});

test('refuses images that are too small', () => {
  expect(() => residual({ inputShape: [5, 5, 1], classes: 2, random: Math.random })).toThrow(
    'model residual wants images of at least 8x8',
  );
});
