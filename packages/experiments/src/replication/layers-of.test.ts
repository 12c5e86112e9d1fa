import { createRng } from '@gradus/samplers';
import { expect, test } from 'vitest';
import { findModel } from '../models/presets.ts';
import { layersOf } from './layers-of.ts';

async function layers(name: string) {
  const { build } = await findModel(name);
  const model = build({ inputShape: [12, 12, 1], classes: 3, random: createRng(1) });
  try {
    return layersOf(model);
  } finally {
    model.dispose();
  }
}

test('the small convolutional net is told layer by layer, with the places of its weights', async () => {
  expect(await layers('conv')).toEqual([
    { kind: 'conv2d', activation: 'relu', strides: [2, 2], weights: [0, 1] },
    { kind: 'conv2d', activation: 'relu', strides: [2, 2], weights: [2, 3] },
    { kind: 'flatten' },
    { kind: 'dense', activation: 'relu', weights: [4, 5] },
    { kind: 'dense', activation: 'linear', weights: [6, 7] },
  ]);
});

test('a net whose training draws at random is refused', async () => {
  await expect(layers('conv-dropout')).rejects.toThrow(
    /^export-replication: model must have layers that draw nothing .* \(RepeatableDropout\)$/,
  );
});
