import { createRng } from '@gradus/samplers';
import { stochastic } from '@gradus/scorers';
import { ones, type Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { convolutionalDropout } from './convolutional.ts';
import { dropout } from './dropout.ts';

async function pass(layer: ReturnType<typeof dropout>, training: boolean): Promise<number[]> {
  const xs = ones([4, 500]);
  const ys = layer.apply(xs, { training }) as Tensor;
  const values = [...(await ys.data())];
  xs.dispose();
  if (ys !== xs) ys.dispose();
  return values;
}

test('masks are fresh at each call, the same for the same generator, and keep the mean', async () => {
  const layer = dropout({ rate: 0.25, random: createRng(5) });
  const [first, second] = [await pass(layer, true), await pass(layer, true)];
  expect(first).not.toEqual(second);
  const again = dropout({ rate: 0.25, random: createRng(5) });
  expect([await pass(again, true), await pass(again, true)]).toEqual([first, second]);
  const dropped = first.filter((value) => value === 0).length / first.length;
  expect(Math.abs(dropped - 0.25)).toBeLessThan(0.04); // 4 sd of a share of 2,000
  expect(new Set(first)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
});

test('does nothing outside training', async () => {
  const layer = dropout({ rate: 0.5, random: createRng(5) });
  expect(new Set(await pass(layer, false))).toEqual(new Set([1]));
});

test('refuses a rate outside [0, 1)', () => {
  expect(() => dropout({ rate: 1, random: Math.random })).toThrow('rate must be in [0, 1), got 1');
});

test('a net with it makes Monte Carlo passes that the caller can repeat', async () => {
  const model = convolutionalDropout({ inputShape: [12, 12, 1], classes: 3, random: createRng(1) });
  const xs = ones([2, 12, 12, 1]);
  const passWith = async (random: () => number) => {
    const ys = stochastic(model, { random })(xs);
    const values = [...(await ys.data())];
    ys.dispose();
    return values;
  };
  const random = createRng(2);
  const first = await passWith(random);
  expect(await passWith(random)).not.toEqual(first);
  expect(await passWith(createRng(2))).toEqual(first);
  model.dispose();
  xs.dispose();
});
