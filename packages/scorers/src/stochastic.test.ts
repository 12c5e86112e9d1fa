import { add, ones, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import {
  model as functional,
  input,
  type LayersModel,
  layers,
  type Sequential,
  sequential,
} from '@tensorflow/tfjs-layers';
import { afterEach, describe, expect, test } from 'vitest';
import { baldAccumulator, scoreAll, stochastic } from './index.ts';

const models: LayersModel[] = [];
function own<M extends LayersModel>(model: M): M {
  models.push(model);
  return model;
}
afterEach(() => {
  for (const model of models.splice(0)) model.dispose();
});

/** A small generator of numbers in [0, 1), its state to be copied. */
function generator(seed: number): { (): number; state: number } {
  const random = () => {
    random.state = (Math.imul(random.state, 1664525) + 1013904223) >>> 0;
    return random.state / 2 ** 32;
  };
  random.state = seed;
  return random;
}

async function take(outputs: Tensor): Promise<number[]> {
  const values = [...(await outputs.data())];
  outputs.dispose();
  return values;
}

type Layer = Parameters<Sequential['add']>[0];
const dense = (units: number, seed = 3) =>
  layers.dense({ units, kernelInitializer: randomly(seed) });
const randomly = (seed: number) =>
  ({
    className: 'RandomNormal',
    config: { stddev: 1, seed },
  }) as never;

/** These layers after an input of this shape. */
function chain(inputShape: number[], ...rest: Layer[]): Sequential {
  const model = own(sequential());
  model.add(layers.activation({ activation: 'linear', inputShape }));
  for (const layer of rest) model.add(layer);
  return model;
}

/** What happened to ones at each pass of a model that is but this one layer. */
async function passesOf(layer: Layer, shape: number[], passes: number, random = generator(1)) {
  const pass = stochastic(chain(shape, layer), { random });
  const xs = ones([1, ...shape]);
  const results: number[][] = [];
  for (let i = 0; i < passes; i++) results.push(await take(pass(xs)));
  xs.dispose();
  return results;
}

const moments = (values: number[]) => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
};

const noisy: [string, () => Layer, number[]][] = [
  ['dropout', () => layers.dropout({ rate: 0.5 }), [40]],
  ['dropout with a seed of its own', () => layers.dropout({ rate: 0.5, seed: 7 }), [40]],
  ['spatialDropout1d', () => layers.spatialDropout1d({ rate: 0.5 }), [3, 40]],
  ['gaussianDropout', () => layers.gaussianDropout({ rate: 0.5 }), [40]],
  ['gaussianNoise', () => layers.gaussianNoise({ stddev: 0.5 }), [40]],
  ['alphaDropout', () => layers.alphaDropout({ rate: 0.5 }), [40]],
  ['dropout in a nested model', () => chain([40], layers.dropout({ rate: 0.5 })), [40]],
  [
    'dropout in a model nested in a wrapper',
    () => layers.timeDistributed({ layer: chain([40], layers.dropout({ rate: 0.5 })) }),
    [2, 40],
  ],
];

describe.each(noisy)('%s', (_, layer, shape) => {
  test('gives another pass each time, and the same from the same state of random', async () => {
    const random = generator(5);
    const first = await passesOf(layer(), shape, 3, random);
    expect(new Set(first.map(String)).size).toBe(3);
    expect(await passesOf(layer(), shape, 3, generator(5))).toEqual(first);
    expect(await passesOf(layer(), shape, 3, generator(6))).not.toEqual(first);
    expect(await passesOf(layer(), shape, 1, random)).not.toEqual(first.slice(0, 1));
  });

  test('keeps the mean of its inputs', async () => {
    const { mean } = moments((await passesOf(layer(), shape, 100)).flat());
    // 4000 values or more of deviation 1, or 100 x 40 masks of rate 1/2: 5 standard errors are 0.08.
    if (layer().getClassName() !== 'AlphaDropout') expect(Math.abs(mean - 1)).toBeLessThan(0.08);
  });

  test('is as it was afterwards', async () => {
    const made = layer();
    const before = { ...made };
    const model = chain(shape, made);
    const xs = ones([2, ...shape]);
    const predicted = await take(model.predict(xs) as Tensor);
    stochastic(model, { random: generator(1) })(xs).dispose();
    expect(Object.hasOwn(made, 'call')).toBe(false);
    expect('seed' in made ? made.seed : undefined).toBe('seed' in before ? before.seed : undefined);
    expect(await take(model.predict(xs) as Tensor)).toEqual(predicted);
    xs.dispose();
  });
});

test('noise has the spread that its layer asks for', async () => {
  const spread = async (layer: Layer, shape = [40]) =>
    moments((await passesOf(layer, shape, 100)).flat()).deviation;
  // 4000 values: the deviation of a normal sample has a standard error of 1.1 %.
  expect(await spread(layers.dropout({ rate: 0.2 }))).toBeCloseTo(0.5, 1);
  expect((await spread(layers.gaussianDropout({ rate: 0.8 }))) / 2).toBeCloseTo(1, 1);
  expect((await spread(layers.gaussianNoise({ stddev: 3 }))) / 3).toBeCloseTo(1, 1);
});

test('alphaDropout keeps mean 0 and variance 1', async () => {
  const model = chain([1000], layers.alphaDropout({ rate: 0.3 }));
  const values = Array.from({ length: 1000 }, (_, i) => (i % 2 ? 1 : -1));
  const xs = tensor2d(values, [1, 1000]);
  const pass = stochastic(model, { random: generator(2) });
  const seen: number[] = [];
  for (let i = 0; i < 10; i++) seen.push(...(await take(pass(xs))));
  xs.dispose();
  const { mean, deviation } = moments(seen);
  expect(Math.abs(mean)).toBeLessThan(0.05);
  expect(deviation).toBeCloseTo(1, 1);
});

test('spatialDropout1d drops whole features', async () => {
  const [values] = await passesOf(layers.spatialDropout1d({ rate: 0.5 }), [3, 8], 1);
  const steps = [0, 8, 16].map((start) => values?.slice(start, start + 8));
  expect(steps[1]).toEqual(steps[0]);
  expect(steps[2]).toEqual(steps[0]);
  expect(new Set(values)).toEqual(new Set([0, 2]));
});

test('BatchNorm stays in inference: its statistics are used, and not moved', async () => {
  const norm = layers.batchNormalization();
  const model = chain([20], norm, layers.dropout({ rate: 0.5 }));
  const xs = tensor2d(
    Array.from({ length: 60 }, (_, i) => i),
    [3, 20],
  );
  const statistics = async () => Promise.all(norm.getWeights().map((weight) => weight.data()));
  const before = await statistics();
  const predicted = await take(model.predict(xs) as Tensor);
  const values = await take(stochastic(model, { random: generator(1) })(xs));
  expect(values.every((x, i) => x === 0 || x === 2 * (predicted[i] as number))).toBe(true);
  expect(new Set(values.map((x) => x === 0)).size).toBe(2);
  expect(await statistics()).toEqual(before);
  xs.dispose();
});

test('a layer that a model uses twice gets two masks in a pass', async () => {
  const dropout = layers.dropout({ rate: 0.5 });
  const xs = input({ shape: [40] });
  const branches = [dropout.apply(xs), dropout.apply(xs)] as never[];
  const model = own(
    functional({ inputs: xs, outputs: layers.concatenate().apply(branches) as never }),
  );
  const one = ones([1, 40]);
  const values = await take(stochastic(model, { random: generator(1) })(one));
  expect(values.slice(0, 40)).not.toEqual(values.slice(40));
  one.dispose();
});

describe("a layer of one's own with stochasticCall", () => {
  class Shift extends layers.Layer {
    static className = 'Shift';
    override call(inputs: Tensor | Tensor[]): Tensor {
      return add(Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs, 0);
    }
    stochasticCall(inputs: Tensor | Tensor[], random: () => number): Tensor {
      return add(this.call(inputs), random());
    }
  }

  test('is called that way during a pass, with random, and only then', async () => {
    const model = chain([2], new Shift());
    const xs = ones([1, 2]);
    const random = generator(9);
    const pass = stochastic(model, { random });
    const expected = generator(9);
    for (let i = 0; i < 2; i++) {
      const shifted = Math.fround(1 + Math.fround(expected()));
      expect(await take(pass(xs))).toEqual([shifted, shifted]);
    }
    expect(await take(model.predict(xs) as Tensor)).toEqual([1, 1]);
    xs.dispose();
  });
});

test('a layer that throws leaves every layer as it was, and no tensor', () => {
  const first = layers.dropout({ rate: 0.5, seed: 3 });
  const failing = layers.dropout({ rate: 0.5, seed: 4 });
  const model = chain([4], first, failing, layers.dropout({ rate: 0.5 }));
  const broken = () => {
    throw new Error('broken');
  };
  failing.call = broken;
  const xs = ones([1, 4]);
  expect(() => stochastic(model, { random: generator(1) })(xs)).toThrow('broken');
  const inRandom = stochastic(model, { random: broken });
  expect(() => inRandom(xs)).toThrow('broken');
  for (const layer of model.layers) expect(Object.hasOwn(layer, 'call')).toBe(layer === failing);
  expect(failing.call).toBe(broken);
  expect(first).toMatchObject({ seed: 3 });
  expect(failing).toMatchObject({ seed: 4 });
  xs.dispose();
});

test('a call of its own that a layer had is put back', async () => {
  const layer = layers.dropout({ rate: 0.5 });
  const model = chain([4], layer);
  const call = layer.call.bind(layer);
  layer.call = call;
  const xs = ones([1, 4]);
  stochastic(model, { random: generator(1) })(xs).dispose();
  expect(layer.call).toBe(call);
  xs.dispose();
});

test('BALD by scoreAll: passes differ, and a run repeats to the bit', async () => {
  const model = chain([4], dense(16), layers.dropout({ rate: 0.5, seed: 1 }), dense(3));
  model.add(layers.softmax());
  const run = () => {
    const pass = stochastic(model, { random: generator(3) });
    return scoreAll({
      size: 9,
      batchSize: 4,
      predict: (indices) => pass(ones([indices.length, 4])),
      accumulate: baldAccumulator,
      passes: 5,
    });
  };
  const scores = await run();
  expect(Math.min(...scores)).toBeGreaterThan(1e-3);
  expect(await run()).toEqual(scores);

  // What the layer itself does, with its seed, is what scoreAll refuses.
  await expect(
    scoreAll({
      size: 9,
      predict: (indices) => model.apply(ones([indices.length, 4]), { training: true }) as Tensor,
      accumulate: baldAccumulator,
      passes: 5,
    }),
  ).rejects.toThrow('predict repeats itself');
});
