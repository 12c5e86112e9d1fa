import {
  dispose,
  losses,
  type Optimizer,
  oneHot,
  randomUniform,
  type Scalar,
  type Tensor2D,
  tensor1d,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';

/** A net that is trained, and how. */
export interface Net {
  /** Also its name in peers/training_step.py. */
  name: string;
  subject: string;
  batch: number;
  inputShape: number[];
  classes: number;
  optimizer(): Optimizer;
  /** Layers from the inputs to the last but one. */
  hidden(random: () => number): layers.Layer[];
}

const MLP: Net = {
  name: 'mlp',
  subject: 'MLP 1024-300-300-300-3, batch 32, adam',
  batch: 32,
  inputShape: [1024],
  classes: 3,
  optimizer: () => train.adam(0.001),
  hidden: (random) => [dense(300, random), dense(300, random), dense(300, random)],
};
const CONV28: Net = {
  name: 'conv28',
  subject: '28x28: conv 16 and 32 of 3x3 same, 2x2 max pooling each, dense 10, batch 64, adam',
  batch: 64,
  inputShape: [28, 28, 1],
  classes: 10,
  optimizer: () => train.adam(0.001),
  hidden: (random) => [
    convolution(16, 3, 1, random),
    layers.maxPooling2d({ poolSize: 2 }),
    convolution(32, 3, 1, random),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
  ],
};
export const GEOSHAPES: Net = {
  name: 'geoshapes',
  subject: "GeoShapes' net: conv 8 of 5x5/2, 16 of 3x3/2, dense 64 and 3, batch 50, momentum",
  batch: 50,
  inputShape: [32, 32, 1],
  classes: 3,
  optimizer: () => train.momentum(0.01, 0.9),
  hidden: (random) => [
    convolution(8, 5, 2, random),
    convolution(16, 3, 2, random),
    layers.flatten(),
    dense(64, random),
  ],
};

export const NETS: Net[] = [MLP, CONV28, GEOSHAPES];

/** The same layers on less: for graphics adapters that are software, which take minutes for what a GPU does at once. */
export const SMALL_NETS: Net[] = [
  {
    ...MLP,
    subject: 'small, as the adapter is software: MLP 64-32-32-32-3, batch 8, adam',
    batch: 8,
    inputShape: [64],
    hidden: (random) => [dense(32, random), dense(32, random), dense(32, random)],
  },
  {
    ...CONV28,
    subject:
      'small, as the adapter is software: 8x8, conv 4 and 8 of 3x3 same, 2x2 max pooling each, dense 10, batch 4, adam',
    batch: 4,
    inputShape: [8, 8, 1],
    hidden: (random) => [
      convolution(4, 3, 1, random),
      layers.maxPooling2d({ poolSize: 2 }),
      convolution(8, 3, 1, random),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
    ],
  },
];

/** A net in training on the backend that was in use when it began. */
export interface Training {
  /** Makes a step and gives the loss before it. */
  step(): Promise<number>;
  /** Makes a step and does not wait for it: on a GPU it is handed over and not yet done. */
  launch(): void;
  loss(): Promise<number>;
}

/** Begins from weights that are the same on every backend. */
export function begin({ batch, inputShape, classes, optimizer, hidden }: Net): Training {
  const random = generator();
  const model: Sequential = sequential();
  model.add(layers.inputLayer({ inputShape }));
  for (const layer of hidden(random)) model.add(layer);
  model.add(dense(classes, random, 'linear'));
  const xs = randomUniform([batch, ...inputShape], 0, 1, 'float32', 7);
  const labels = tensor1d(
    Array.from({ length: batch }, (_, i) => i % classes),
    'int32',
  );
  const ys = oneHot(labels, classes) as Tensor2D;
  dispose(labels);
  const updates = optimizer();
  const loss = () =>
    losses.softmaxCrossEntropy(ys, model.apply(xs, { training: true }) as Tensor2D) as Scalar;
  return {
    step: () => read(updates.minimize(loss, true) as Scalar),
    launch: () => {
      updates.minimize(loss);
    },
    loss: () => read(tidy(loss)),
  };
}

async function read(scalar: Scalar): Promise<number> {
  const [value = Number.NaN] = await scalar.data();
  scalar.dispose();
  return value;
}

function dense(units: number, random: () => number, activation: 'relu' | 'linear' = 'relu') {
  return layers.dense({ units, activation, kernelInitializer: initial(random) });
}

function convolution(filters: number, kernelSize: number, strides: number, random: () => number) {
  return layers.conv2d({
    filters,
    kernelSize,
    strides,
    padding: strides === 1 ? 'same' : 'valid',
    activation: 'relu',
    kernelInitializer: initial(random),
  });
}

function initial(random: () => number) {
  const [scale, mode, distribution] = [1 / 3, 'fanIn', 'uniform'] as const;
  return initializers.varianceScaling({ scale, mode, distribution, seed: random() });
}

/** Seeds for the layers, the same for every arm. */
function generator(): () => number {
  let seed = 0;
  return () => ++seed;
}
