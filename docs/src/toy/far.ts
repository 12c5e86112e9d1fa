import { createRng } from '@gradus/samplers';
import { aadt, baldAccumulator, scoreAll, stochastic } from '@gradus/scorers';
import {
  dispose,
  losses,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
  train,
  type Variable,
} from '@tensorflow/tfjs-core';
import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { type FarReport, type FarSettings, placeOf, SIDE, STEPS } from './map.ts';

const REPORT_EVERY = 40;
const PER_CLASS = 100;

/**
 * The figure that section 4.1.3 of the thesis leaves out: a small net with dropout learns to tell two clusters
 * apart, and a grid far around them is scored by distance to the threshold and by BALD, as training goes on.
 *
 * @see McWilliam 2018, section 4.1.3
 */
export async function* far({ seed, dropout, passes }: FarSettings): AsyncGenerator<FarReport> {
  const random = createRng(seed);
  const { points, classes } = clusters(random.fork('points'));
  const xs = tensor2d(points, [classes.length, 2]);
  const ys = tensor2d(Array.from(classes, (c) => [1 - c, c]));
  const model = net(dropout, random.fork('model'));
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const optimizer = train.adam(0.01);
  const noisy = stochastic(model, { random: random.fork('training') });
  try {
    for (let step = 0; step <= STEPS; step++) {
      if (step % REPORT_EVERY === 0) {
        const maps = await score(model, passes, random.fork(`passes ${step}`));
        yield { step, finished: step === STEPS, points, classes, ...maps };
      }
      const loss = optimizer.minimize(
        () => losses.softmaxCrossEntropy(ys, noisy(xs)),
        true,
        variables,
      );
      loss?.dispose();
    }
  } finally {
    dispose([xs, ys]);
    optimizer.dispose();
    model.dispose();
  }
}

/** Two round clusters side by side near the middle of the map. */
function clusters(random: () => number): { points: Float32Array; classes: Uint8Array } {
  const classes = Uint8Array.from({ length: 2 * PER_CLASS }, (_, i) => i % 2);
  const points = new Float32Array(2 * classes.length);
  classes.forEach((c, i) => {
    // Box and Muller's normal deviates
    const radius = 0.45 * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    points[2 * i] = (c === 0 ? -1.2 : 1.2) + radius * Math.cos(angle);
    points[2 * i + 1] = radius * Math.sin(angle);
  });
  return { points, classes };
}

function net(rate: number, random: () => number): LayersModel {
  const seeded = () => initializers.heNormal({ seed: 1 + Math.floor(random() * 0x7fff_fffe) });
  const model = sequential();
  for (const inputShape of [[2], undefined]) {
    model.add(
      layers.dense({
        units: 32,
        activation: 'relu',
        kernelInitializer: seeded(),
        ...(inputShape && { inputShape }),
      }),
    );
    model.add(layers.dropout({ rate }));
  }
  model.add(layers.dense({ units: 2, kernelInitializer: seeded() }));
  return model;
}

async function score(
  model: LayersModel,
  passes: number,
  random: () => number,
): Promise<{ aadt: Float32Array; bald: Float32Array }> {
  const size = SIDE * SIDE;
  const grid = (indices: Int32Array) => tensor2d(Array.from(indices, placeOf));
  const from = 'logits';
  const pass = stochastic(model, { random });
  return {
    aadt: await scoreAll<Tensor2D>({
      size,
      batchSize: size,
      predict: (indices) => tidy(() => model.apply(grid(indices)) as Tensor2D),
      scorer: (logits) => aadt(logits, { from }),
    }),
    bald: await scoreAll<Tensor>({
      size,
      batchSize: size,
      predict: (indices) => tidy(() => pass(grid(indices))),
      accumulate: () => baldAccumulator({ from }),
      passes,
    }),
  };
}
