import { createRng } from '@gradus/samplers';
import { baldAccumulator, entropy, scoreAll, stochastic } from '@gradus/scorers';
import {
  dispose,
  randomUniform,
  slice,
  type Tensor,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import type { Backend } from '../backends.ts';
import { quantile } from '../quantile.ts';
import { shareGoal } from '../scoring-goals.ts';
import type { Measured, Row, Suite, TimedArm } from '../suite.ts';

const CLASSES = 10;
const PASSES = 8;

/** A data set on the device to scores on the host, through a small convolutional net. */
export const suite: Suite = {
  name: 'scoring-end-to-end',
  question: 'How much of the time of scoreAll is scoring, and how much the model?',
  page: true,
  async run({ backends, absentBackends, measure, judge }) {
    const rows: Row[] = [...absentBackends];
    for (const backend of backends) {
      await backend.use();
      const task = begin(sizes(backend));
      const where = `${task.samples} samples on ${backend.name}, ${backend.device}`;
      const { inOnePass, inPasses } = arms(backend, task);
      for (const [what, arms] of [
        ['entropy', inOnePass],
        [`BALD, ${PASSES} passes,`, inPasses],
      ] as const) {
        const { rows: two, share } = withShare(await measure(`${what} of ${where}`, arms));
        rows.push(...two);
        const goal = shareGoal(backend, what.replace(/,$/, ''), share);
        if (goal) judge(goal);
      }
      task.end();
    }
    return rows;
  },
};

/** As many samples as a backend predicts in some tens of milliseconds, in four batches. */
function sizes({ name, software }: Backend): { samples: number; batchSize: number } {
  if (software) return { samples: 16, batchSize: 4 };
  if (name === 'cpu') return { samples: 32, batchSize: 8 };
  if (name === 'wasm' || name === 'node') return { samples: 512, batchSize: 128 };
  return { samples: 16_384, batchSize: 4096 };
}

interface Task {
  samples: number;
  batchSize: number;
  /** Outputs of some samples. */
  predict(indices: ArrayLike<number>): Tensor;
  /** The same with dropout. */
  pass(indices: ArrayLike<number>): Tensor;
  end(): void;
}

function begin({ samples, batchSize }: { samples: number; batchSize: number }): Task {
  const inputs = randomUniform([samples, 32, 32, 1], 0, 1, 'float32', 7) as Tensor4D;
  const model = smallNet();
  const drop = stochastic(model, { random: createRng(1) });
  // Batches are runs of samples, so that fetching them costs next to nothing.
  const fetch = (indices: ArrayLike<number>) =>
    slice(inputs, [indices[0] as number, 0, 0, 0], [indices.length, 32, 32, 1]);
  return {
    samples,
    batchSize,
    predict: (indices) => model.predictOnBatch(fetch(indices)) as Tensor,
    pass: (indices) => drop(fetch(indices)),
    end() {
      dispose(inputs);
      model.dispose();
    },
  };
}

function smallNet(): Sequential {
  const activation = 'relu';
  const model = sequential();
  model.add(layers.inputLayer({ inputShape: [32, 32, 1] }));
  model.add(layers.conv2d({ filters: 8, kernelSize: 5, strides: 2, activation }));
  model.add(layers.conv2d({ filters: 16, kernelSize: 3, strides: 2, activation }));
  model.add(layers.flatten());
  model.add(layers.dropout({ rate: 0.5 }));
  model.add(layers.dense({ units: 64, activation }));
  model.add(layers.dense({ units: CLASSES, activation: 'softmax' }));
  return model;
}

function arms(backend: Backend, task: Task): { inOnePass: TimedArm[]; inPasses: TimedArm[] } {
  const { samples: size, batchSize, predict, pass } = task;
  const arm = (name: string, run: () => Promise<ArrayLike<number>>, most: number): TimedArm => ({
    name,
    backend: backend.name,
    enter: () => backend.use(),
    run,
    check(result) {
      for (const value of Array.from(result as ArrayLike<number>)) {
        if (!(value >= 0 && value <= most)) throw new Error(`${value} is not in [0, ${most}]`);
      }
    },
  });
  const most = Math.log(CLASSES) * (1 + 1e-6);
  const scored = { size, batchSize, predict };
  const drawn = { size, batchSize, predict: pass };
  return {
    inOnePass: [
      arm('predict only', () => readOneNumberABatch(task, [predict]), 1.001),
      arm('predict and entropy', () => scoreAll({ ...scored, scorer: (p) => entropy(p) }), most),
    ],
    inPasses: [
      arm('predict only', () => readOneNumberABatch(task, new Array(PASSES).fill(pass)), 1.001),
      arm(
        'predict and BALD',
        () => scoreAll({ ...drawn, accumulate: baldAccumulator, passes: PASSES }),
        most,
      ),
    ],
  };
}

/**
 * Predicts all batches, two in flight as in `scoreAll`, and reads back one number of each one's last outputs: what it takes
 * to know that they are there, and less work than any scorer's.
 */
async function readOneNumberABatch(
  { samples, batchSize }: Task,
  passes: ((indices: ArrayLike<number>) => Tensor)[],
): Promise<number[]> {
  const numbers: number[] = [];
  let before: Promise<number> | undefined;
  for (let start = 0; start < samples; start += batchSize) {
    const indices = Array.from({ length: batchSize }, (_, i) => start + i);
    for (const [i, predict] of passes.entries()) {
      const last = tidy(() => {
        const outputs = predict(indices);
        return i === passes.length - 1 ? slice(outputs, [0, 0], [1, 1]) : undefined;
      });
      if (last === undefined) continue;
      const number = read(last);
      if (before) numbers.push(await before);
      before = number;
    }
  }
  if (before) numbers.push(await before);
  return numbers;
}

async function read(one: Tensor): Promise<number> {
  const [value = Number.NaN] = await one.data();
  one.dispose();
  return value;
}

/** Says beside the second row what share of its time the first does not account for: the median over rounds. */
function withShare(rows: Row[]): { rows: Row[]; share: number } {
  const [base, scored] = rows as [Measured, Measured];
  const [without, whole] = [base.rounds ?? [base.median], scored.rounds ?? [scored.median]];
  const shares = whole.map((ms, i) => 1 - (without[i] ?? base.median) / ms).sort((a, b) => a - b);
  const share = quantile(shares, 0.5);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((p) =>
    (100 * quantile(shares, p)).toFixed(1),
  ) as [string, string, string];
  const about = `of which scoring ${middle} % (${low} to ${high})`;
  return { rows: [base, { ...scored, about }], share };
}
