import { installWasmTraining } from '@gradus/wasm-training';
import {
  dispose,
  getKernel,
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
import type { Backend } from '../backends.ts';
import { peerArm, python } from '../peer.ts';
import type { Absent, Arm, Suite, TimedArm } from '../suite.ts';

interface Net {
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

const NETS: Net[] = [
  {
    name: 'mlp',
    subject: 'MLP 1024-300-300-300-3, batch 32, adam',
    batch: 32,
    inputShape: [1024],
    classes: 3,
    optimizer: () => train.adam(0.001),
    hidden: (random) => [dense(300, random), dense(300, random), dense(300, random)],
  },
  {
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
  },
  {
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
  },
];

/** One training step: batch in memory to updated weights and the loss read back. */
export const suite: Suite = {
  name: 'training-step',
  question: 'How long does one training step take, with and without wasm-training?',
  async run({ backends, absentBackends, measure }) {
    const rows = [...absentBackends];
    for (const net of NETS) {
      const agree = agreement();
      const arms: Arm[] = [];
      for (const backend of backends) {
        if (backend.name === 'wasm') {
          arms.unshift(arm(net, backend, 'with wasm-training', agree, installWasmTraining));
        }
        if (backend.name === 'wasm' && !canTrain(net)) rows.push(stockCannot(net));
        else arms.push(arm(net, backend, 'stock', agree));
      }
      arms.push(
        peerArm('PyTorch, one thread', await python('training_step.py', 'torch', net.name)),
      );
      rows.push(...(await measure(net.subject, arms)));
    }
    return rows;
  },
};

function arm(
  net: Net,
  backend: Backend,
  name: string,
  agree: (loss: number, after: number) => void,
  install: () => () => void = () => () => {},
): TimedArm {
  let uninstall = () => {};
  let training: Training | undefined;
  return {
    name,
    backend: backend.name,
    async enter() {
      await backend.use();
      uninstall = install();
      training ??= begin(net);
    },
    async run() {
      return training?.step();
    },
    async check(loss) {
      agree(loss as number, (await training?.loss()) ?? Number.NaN);
    },
    leave: () => uninstall(),
  };
}

interface Training {
  /** Makes a step and gives the loss before it. */
  step(): Promise<number>;
  loss(): Promise<number>;
}

function begin({ batch, inputShape, classes, optimizer, hidden }: Net): Training {
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
    loss: () => read(tidy(loss)),
  };
}

async function read(scalar: Scalar): Promise<number> {
  const [value = Number.NaN] = await scalar.data();
  scalar.dispose();
  return value;
}

/** Every arm starts from the same weights: its losses before and after the first step must be the first arm's. */
function agreement(): (loss: number, after: number) => void {
  let first: [number, number] | undefined;
  return (loss, after) => {
    first ??= [loss, after];
    if (!(after < loss)) throw new Error(`the loss went from ${loss} to ${after}`);
    const far = Math.max(Math.abs(loss - first[0]), Math.abs(after - first[1]));
    if (!(far < 2e-3)) throw new Error(`losses ${loss}, ${after}; the first arm has ${first}`);
  };
}

function canTrain({ name }: Net): boolean {
  return name === 'mlp' || getKernel('Conv2DBackpropFilter', 'wasm') != null;
}

function stockCannot({ subject }: Net): Absent {
  const absent = "stock wasm cannot train it: it has no kernel 'Conv2DBackpropFilter'";
  return { subject, arm: 'stock', backend: 'wasm', absent };
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
