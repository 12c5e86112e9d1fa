import { bald, crossEntropy, entropy, leastConfidence, margin, scoreAll } from '@gradus/scorers';
import {
  dispose,
  env,
  gather,
  losses,
  oneHot,
  type Scalar,
  setBackend,
  type Tensor,
  type Tensor1D,
  tensor,
  tensor1d,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { availableBackends, useBackend } from '../src/index.ts';

const { available, reason, cure } = (await availableBackends()).find(
  ({ name }) => name === 'webgpu',
) ?? { available: false };
const skipped = available ? '' : ` (${reason}; cure: ${cure})`;

// Shapes are tiny: software adapters take a thousand times longer for a barrier than a GPU.
describe.skipIf(!available)(`webgpu in Node${skipped}`, () => {
  let device = '';
  beforeAll(async () => {
    ({ device } = await useBackend('webgpu'));
    env().set('WEBGPU_CPU_FORWARD', false); // or the cpu backend would work out what is as small
  });
  afterAll(() => setBackend('cpu'));

  test('it names its adapter, and says of a software one that it is', () => {
    expect(device).not.toBe('');
    expect(device).not.toBe('an unknown adapter');
    if (reason !== undefined) expect(device).toMatch(/software/i);
  });

  test('a convolutional net trains on it to the losses of the cpu backend', async () => {
    const onCpu = await lossesOn('cpu');
    const onGpu = await lossesOn('webgpu');
    expect(onCpu.at(-1)).toBeLessThan((onCpu[0] as number) * 0.98);
    for (const [i, loss] of onGpu.entries()) expect(loss).toBeCloseTo(onCpu[i] as number, 4);
  });

  const outputs = () => tensor(noise(6 * 5, 3), [6, 5]);
  const passes = () => tensor(noise(3 * 6 * 5, 4), [3, 6, 5]);
  const labels = () => tensor1d([0, 1, 2, 3, 4, 0], 'int32');
  const from = 'logits';
  const SCORERS: Record<string, () => Tensor1D> = {
    entropy: () => entropy(outputs(), { from }),
    margin: () => margin(outputs(), { from }),
    leastConfidence: () => leastConfidence(outputs(), { from }),
    crossEntropy: () => crossEntropy(outputs(), labels(), { from }),
    bald: () => bald(passes() as never, { from }),
  };

  test.each(Object.entries(SCORERS))('%s scores on it as on the cpu backend', async (_, score) => {
    const [onCpu, onGpu] = [await on('cpu', score), await on('webgpu', score)];
    expect(onGpu.length).toBe(6);
    for (const [i, value] of onGpu.entries()) expect(value).toBeCloseTo(onCpu[i] as number, 5);
  });

  test('a data set is scored on it, batch by batch, as on the cpu backend', async () => {
    const whole = async (backend: string) => {
      await setBackend(backend);
      const data = tensor(noise(11 * 4, 5), [11, 4]);
      const scores = await scoreAll({
        size: 11,
        batchSize: 4,
        predict: (indices) => gather(data, tensor1d(indices, 'int32')),
        scorer: (outputs: Tensor) => entropy(outputs, { from }),
      });
      data.dispose();
      return [...scores];
    };
    const [onCpu, onGpu] = [await whole('cpu'), await whole('webgpu')];
    expect(onGpu.length).toBe(11);
    for (const [i, value] of onGpu.entries()) expect(value).toBeCloseTo(onCpu[i] as number, 5);
  });
});

async function on(backend: string, score: () => Tensor1D): Promise<number[]> {
  await setBackend(backend);
  const scores = tidy(score);
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
}

/** The losses of four steps of training, from the same weights on the same images. */
async function lossesOn(backend: string): Promise<number[]> {
  await setBackend(backend);
  const model = net();
  const optimizer = train.adam(0.02);
  const xs = tensor(noise(6 * 64, 1), [6, 8, 8, 1]);
  const ys = tidy(() => oneHot(tensor1d([0, 1, 2, 0, 1, 2], 'int32'), 3));
  const found: number[] = [];
  for (let step = 0; step < 4; step++) {
    const loss = optimizer.minimize(
      () => losses.softmaxCrossEntropy(ys, model.apply(xs, { training: true }) as Tensor) as Scalar,
      true,
    ) as Scalar;
    found.push((await loss.data())[0] as number);
    loss.dispose();
  }
  dispose([xs, ys]);
  optimizer.dispose();
  model.dispose();
  return found;
}

function net(): LayersModel {
  const model = sequential({
    layers: [
      layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, activation: 'relu' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 3 }),
    ],
  });
  const weights = model.weights.map(({ shape }, i) => {
    const size = shape.reduce<number>((product, one) => product * (one ?? 1), 1);
    return tensor(
      noise(size, i + 10).map((one) => one / 4),
      shape as number[],
    );
  });
  model.setWeights(weights);
  dispose(weights);
  return model;
}

/** Repeatable values in [-1, 1]. */
function noise(size: number, seed: number): Float32Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
