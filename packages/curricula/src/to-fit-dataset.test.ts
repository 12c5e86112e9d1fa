import { createRng } from '@gradus/samplers';
import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { batchesOf, FakeTensors, indicesIn, plainDraw } from '../test/helpers.ts';
import {
  bandit,
  bootstrapped,
  type Curriculum,
  dynamicSampled,
  linear,
  paced,
  pruned,
  selectiveBatch,
  selfPaced,
  switchAt,
  toFitDataset,
  uniform,
} from './index.ts';

const score = (indices: Int32Array) => Float32Array.from(indices);
const run = () => ({ batchSize: 3, steps: 6, random: createRng(1) });
const dynamic = () => ({
  ...run(),
  size: 5,
  rescoreEvery: 2,
  weigh: () => new Float64Array(5).fill(1),
  draw: plainDraw,
});
const kinds: Record<string, () => Curriculum> = {
  uniform: () => uniform({ ...run(), size: 5 }),
  bootstrapped: () =>
    bootstrapped({
      ...run(),
      difficulty: [3, 1, 2, 5, 4],
      tasks: 2,
      order: 'easy-first',
      phases: 'equal-updates',
    }),
  switchAt: () => switchAt({ ...run(), first: [0, 1], second: [2, 3, 4], switchStep: 3 }),
  dynamicSampled: () => dynamicSampled({ ...dynamic(), score }),
  paced: () =>
    paced({ ...run(), difficulty: [3, 1, 2, 5, 4], pace: linear(), order: 'easy-first' }),
  selfPaced: () => selfPaced({ ...run(), size: 5, rescoreEvery: 2, score }),
  'selectiveBatch from the top': () => selectiveBatch({ ...run(), size: 5, score, keep: 'top' }),
  bandit: () =>
    bandit({
      ...run(),
      tasks: [
        [0, 1],
        [2, 3, 4],
      ],
    }),
};

/** The data set, and the indices it was asked for. */
function recording(curriculum: Curriculum) {
  const asked: number[] = [];
  const dataset = toFitDataset(curriculum, (indices): { xs: Tensor2D; ys: Tensor2D } => {
    asked.push(...indices);
    const rows = tensor2d(Float32Array.from(indices), [indices.length, 1]);
    return { xs: rows, ys: rows.clone() };
  });
  return { dataset, asked };
}

/** Calls with a compiled model, and disposes of it. */
async function withModel<T>(call: (model: Sequential) => Promise<T>): Promise<T> {
  const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  try {
    return await call(model);
  } finally {
    model.dispose();
  }
}

describe('toFitDataset', () => {
  test.each(Object.entries(kinds))(
    'trains a model on the batches of %s, each once',
    async (_, make) => {
      const expected = indicesIn(await batchesOf(make()));
      for (const epochs of [{ epochs: 1 }, { epochs: 3, batchesPerEpoch: 2 }]) {
        const curriculum = make();
        const { dataset, asked } = recording(curriculum);
        expect(dataset.size).toBe(6);
        expect(asked).toEqual([]);
        const history = await withModel((model) =>
          model.fitDataset(dataset, { ...epochs, verbose: 0 }),
        );
        expect(history.epoch).toHaveLength(epochs.epochs);
        expect(asked).toEqual(expected);
        expect(curriculum.step).toBe(6);
      }
    },
  );

  test('takes labels one-hot, and as classes in float32, to the same end', async () => {
    const trained = async (
      loss: string,
      labels: (indices: Int32Array) => Tensor2D,
    ): Promise<number[]> => {
      const model = sequential({
        layers: [
          layers.dense({
            units: 3,
            inputShape: [1],
            activation: 'softmax',
            kernelInitializer: 'zeros',
          }),
        ],
      });
      model.compile({ optimizer: 'sgd', loss });
      const dataset = toFitDataset(uniform({ ...run(), size: 5, steps: 60 }), (indices) => ({
        xs: tensor2d(Float32Array.from(indices), [3, 1]),
        ys: labels(indices),
      }));
      const { history } = await model.fitDataset(dataset, {
        epochs: 20,
        batchesPerEpoch: 3,
        verbose: 0,
      });
      model.dispose();
      return history.loss as number[];
    };
    const label = (i: number) => Math.floor(i / 2);
    const oneHot = await trained('categoricalCrossentropy', (indices) =>
      tensor2d(Array.from(indices, (i) => [0, 1, 2].map((c) => Number(c === label(i))))),
    );
    const classes = await trained('sparseCategoricalCrossentropy', (indices) =>
      tensor2d(Float32Array.from(indices, label), [3, 1]),
    );
    expect(oneHot.at(-1)).toBeLessThan(0.95 * (oneHot[0] as number));
    expect(classes).toEqual(oneHot.map((loss) => expect.closeTo(loss, 5)));
  });

  test('makes a batch when it is asked for, and not before', async () => {
    const { dataset, asked } = recording(uniform({ ...run(), size: 5 }));
    const iterator = await dataset.iterator();
    expect(asked).toHaveLength(0);
    const { value } = await iterator.next();
    expect(asked).toHaveLength(3);
    value?.xs.dispose();
    value?.ys.dispose();
  });

  test('counts what is left of a continued curriculum', async () => {
    const first = uniform({ ...run(), size: 5 });
    await batchesOf(first, 2);
    const { dataset } = recording(uniform({ ...run(), size: 5, from: first.snapshot() }));
    expect(dataset.size).toBe(4);
  });

  test('says what to pass where more epochs are asked for than there are batches', async () => {
    // What fitDataset does with epochs: 2; done without it, as it leaks its own losses at an error.
    const dataset = toFitDataset(uniform({ ...run(), size: 5 }), () => ({ xs: 0, ys: 0 }));
    await dataset.iterator();
    const iterator = await dataset.iterator();
    while (!(await iterator.next()).done);
    await expect(dataset.iterator()).rejects.toThrow(
      'toFitDataset: all 6 batches are used up: pass epochs: 1, or batchesPerEpoch and epochs whose product is 6',
    );
  });

  test('takes a curriculum of no steps', async () => {
    const { dataset } = recording(uniform({ ...run(), size: 5, steps: 0 }));
    const iterator = await dataset.iterator();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(dataset.size).toBe(0);
  });

  test.each([
    ['dynamicSampled', () => dynamicSampled({ ...dynamic(), score, correct: (p) => p })],
    ['pruned', () => pruned({ ...run(), size: 5 })],
    ['selectiveBatch', () => selectiveBatch({ ...run(), size: 5, score })],
  ])('refuses a curriculum that gives weights: %s', async (_, make) => {
    const { dataset } = recording(make());
    const iterator = await dataset.iterator();
    await expect(iterator.next()).rejects.toThrow('toFitDataset: the curriculum gives weights');
  });

  test('ends the curriculum, and frees what it keeps, when a batch cannot be made', async () => {
    const fakes = new FakeTensors();
    const curriculum = dynamicSampled(dynamic());
    const dataset = toFitDataset(curriculum, (indices) => {
      if (curriculum.step === 2) throw new Error('no such image');
      curriculum.observe(indices, fakes.make(score(indices)));
      return { xs: 0, ys: 0 };
    });
    const iterator = await dataset.iterator();
    await iterator.next();
    await expect(iterator.next()).rejects.toThrow('no such image');
    expect([fakes.made, fakes.alive]).toEqual([1, 0]);
    await expect(dataset.iterator()).rejects.toThrow('used up');
  });

  test('frees what the curriculum keeps after the last batch, whose end is not asked for', async () => {
    const fakes = new FakeTensors();
    const curriculum = dynamicSampled(dynamic());
    const dataset = toFitDataset(curriculum, (indices) => {
      curriculum.observe(indices, fakes.make(score(indices)));
      return { xs: 0, ys: 0 };
    });
    const iterator = await dataset.iterator();
    for (let step = 0; step < 6; step++) await iterator.next();
    expect([fakes.made, fakes.alive]).toEqual([6, 0]);
  });

  test('refuses what is not a function, and a curriculum that was iterated', async () => {
    const curriculum = uniform({ ...run(), size: 5 });
    expect(() => toFitDataset(curriculum, 3 as never)).toThrow(
      'toFitDataset: batch must be a function, got 3',
    );
    await batchesOf(curriculum, 1);
    expect(() => toFitDataset(curriculum, () => ({ xs: 0, ys: 0 }))).toThrow('iterated once');
  });
});
