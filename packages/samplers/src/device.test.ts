import {
  dispose,
  memory,
  Tensor,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tidy,
  topk,
} from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import { excess, normalised, someWeights, tally, wrongByOnePercent } from '../test/chi-square.ts';
import { successive, tallySequences } from '../test/successive.ts';
import * as device from './device.ts';
import { categorical, gumbelTopK } from './device.ts';
import { gumbels } from './gumbels.ts';
import { createRng, type Random } from './index.ts';
import { perturbed } from './perturbed.ts';

const logitsOf = (weights: ArrayLike<number>) => tensor1d(Array.from(weights, Math.log));

async function taken(drawn: Tensor1D): Promise<Int32Array> {
  expect(drawn.dtype).toBe('int32');
  const indices = (await drawn.data()) as Int32Array;
  drawn.dispose();
  return indices;
}

test('these names and no others are public', () => {
  expect(Object.keys(device).sort()).toEqual(['categorical', 'gumbelTopK']);
});

test('gumbelTopK gives the largest of logits + noise, in their order', async () => {
  for (const size of [1, 2, 7, 100, 3001]) {
    const random = createRng(size);
    const logits = Float32Array.from({ length: size }, () => 3 * random());
    const input = tensor1d(logits);
    for (const count of new Set([0, 1, Math.ceil(size / 3), size])) {
      const drawn = await taken(gumbelTopK(input, count, { random: createRng(`${count}`) }));
      const noise = gumbels(size, createRng(`${count}`));
      const noisy = logits.map((logit, i) => logit + (noise[i] as number));
      const order = [...noisy.keys()].sort((i, j) => (noisy[j] as number) - (noisy[i] as number));
      expect([...drawn]).toEqual(order.slice(0, count));
    }
    input.dispose();
  }
});

test('logits + noise, the largest first, have the law of successive sampling, and weights all wrong by 1 % would not pass', async () => {
  const weights = [1, 2, 4];
  const chances = successive(weights, 2);
  const logits = logitsOf(weights);
  const calls = 300_000;
  // What gumbelTopK does, for many calls at once.
  const first = tidy(
    () => topk(perturbed(logits, [calls, 3], createRng(3)), 2).indices as Tensor1D,
  );
  logits.dispose();
  const drawn = await taken(first);
  let call = 0;
  const counts = tallySequences(chances, calls, () => drawn.subarray(2 * call, 2 * ++call));
  expect(Math.abs(excess(counts, [...chances.values()]))).toBeLessThan(5);
  const wrong = successive(wrongByOnePercent(weights), 2);
  expect(excess(counts, [...wrong.values()])).toBeGreaterThan(8);
});

test('categorical follows the softmax, and weights all wrong by 1 % would not pass', async () => {
  for (const [size, draws] of [
    [1, 1000],
    [2, 100_000],
    [7, 100_000],
    [12, 700_000],
  ] as const) {
    const weights = someWeights(createRng('weights'), size, 20);
    const logits = logitsOf(weights);
    const counts = tally(
      await taken(categorical(logits, draws, { random: createRng(size) })),
      new Float64Array(size),
    );
    logits.dispose();
    if (size === 1) expect(counts[0]).toBe(draws);
    else expect(Math.abs(excess(counts, normalised(weights)))).toBeLessThan(5);
    if (size === 12) {
      expect(excess(counts, normalised(wrongByOnePercent(weights)))).toBeGreaterThan(8);
    }
  }
});

test('categorical follows the softmax over rows of rows, and weights all wrong by 1 % would not pass', async () => {
  const weights = someWeights(createRng('weights'), 12, 20);
  for (const [size, step] of [
    [65, 5], // the second row holds one
    [5000, 401],
  ] as const) {
    const spread = new Float64Array(size);
    weights.forEach((weight, k) => {
      spread[k * step + 9] = weight;
    });
    const logits = logitsOf(spread);
    const drawn = await taken(categorical(logits, 700_000, { random: createRng(size) }));
    logits.dispose();
    const all = tally(drawn, new Float64Array(size));
    const counts = weights.map((_, k) => all[k * step + 9] as number);
    expect(counts.reduce((a, b) => a + b)).toBe(700_000);
    expect(Math.abs(excess(counts, normalised(weights)))).toBeLessThan(5);
    expect(excess(counts, normalised(wrongByOnePercent(weights)))).toBeGreaterThan(8);
  }
});

test('categorical reaches what float32 running sums cannot', async () => {
  // The last hundred of 60,000 weigh a hundred-millionth of the first each; half of the draws are asked to be there.
  const weights = new Float64Array(60_000).fill(1e-9);
  weights.fill(6e-7, 59_900);
  const logits = logitsOf(weights);
  const drawn = await taken(categorical(logits, 2000, { random: createRng(4) }));
  logits.dispose();
  const last = drawn.filter((i) => i >= 59_900);
  expect(Math.abs(last.length - 1000)).toBeLessThan(5 * Math.sqrt(500));
  expect(new Set(last).size).toBe(100);
});

test('an index of -Infinity is never drawn by categorical, and by gumbelTopK after all others', async () => {
  const logits = tensor1d([-Infinity, 0, -Infinity, 1, -Infinity, -2, -Infinity]);
  const drawn = await taken(categorical(logits, 20_000, { random: createRng(5) }));
  expect([...new Set(drawn)].sort()).toEqual([1, 3, 5]);
  const all = await taken(gumbelTopK(logits, 7, { random: createRng(5) }));
  expect([...all.slice(0, 3)].sort()).toEqual([1, 3, 5]);
  expect([...all].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  logits.dispose();
});

test('logits of any size are the same as far as they differ by a constant', async () => {
  for (const constant of [0, 1024, -1024]) {
    const logits = tensor1d([constant, constant + 1, constant + 2]);
    const drawn = await taken(categorical(logits, 50, { random: createRng(6) }));
    logits.dispose();
    const plain = tensor1d([0, 1, 2]);
    expect(drawn).toEqual(await taken(categorical(plain, 50, { random: createRng(6) })));
    plain.dispose();
  }
});

test('draws made in several parts are all there', async () => {
  const logits = tensor1d(new Float32Array(1_000_000));
  const drawn = await taken(categorical(logits, 1500, { random: createRng(7) }));
  logits.dispose();
  expect(drawn.length).toBe(1500);
  expect(new Set(drawn).size).toBeGreaterThan(1490);
  const low = drawn.filter((i) => i < 500_000).length;
  expect(Math.abs(low - 750)).toBeLessThan(5 * Math.sqrt(375));
});

test('nothing is read back, and nothing is left behind', async () => {
  const logits = tensor1d([1, 2, 3]);
  const reads = (['data', 'dataSync'] as const).map((read) => vi.spyOn(Tensor.prototype, read));
  const before = memory().numTensors;
  const kept = tidy(() => [categorical(logits, 5), gumbelTopK(logits, 2)]);
  expect(memory().numTensors).toBe(before + 2);
  for (const read of reads) expect(read).not.toHaveBeenCalled();
  vi.restoreAllMocks();
  dispose([logits, ...kept]);
});

test('a random that fails leaves nothing behind', () => {
  const logits = tensor1d([1, 2, 3]);
  const before = memory().numTensors;
  for (const draw of [categorical, gumbelTopK]) {
    expect(() => draw(logits, 2, { random: () => 1 })).toThrow(
      new RangeError(`${draw.name}: random() must be in [0, 1), got 1`),
    );
    expect(memory().numTensors).toBe(before);
  }
  logits.dispose();
});

test('the draws of some seeds are these, on every engine', async () => {
  const logits = tensor1d([0, 1, 2, 3, 4, 5]);
  expect([...(await taken(categorical(logits, 8, { random: createRng(0) })))]).toEqual([
    5, 3, 5, 4, 5, 5, 3, 4,
  ]);
  expect([...(await taken(gumbelTopK(logits, 6, { random: createRng(0) })))]).toEqual([
    5, 4, 3, 0, 2, 1,
  ]);
  logits.dispose();
});

test('what is wrong is refused', async () => {
  const logits = tensor1d([1, 2, 3]);
  const square = tensor2d([[1, 2]]);
  const none = tensor1d([]);
  for (const draw of [categorical, gumbelTopK]) {
    const refuse = (...args: unknown[]) => expect(() => draw(...(args as Parameters<typeof draw>)));
    refuse([1, 2], 1).toThrow(TypeError);
    refuse(undefined, 1).toThrow(TypeError);
    refuse(square, 1).toThrow(new RangeError(`${draw.name}: logits must be of rank 1, got [1,2]`));
    refuse(none, 0).toThrow(new RangeError(`${draw.name}: logits must not be empty`));
    refuse(logits, -1).toThrow(RangeError);
    refuse(logits, 1.5).toThrow(RangeError);
    refuse(logits).toThrow(TypeError);
    refuse(logits, 1, { random: 1 as unknown as Random }).toThrow(TypeError);
    expect(await taken(draw(logits, 0))).toEqual(new Int32Array(0));
  }
  expect(() => gumbelTopK(logits, 4)).toThrow(
    new RangeError('gumbelTopK: count must be <= 3, the number of logits, got 4'),
  );
  dispose([logits, square, none]);
});
