import {
  aadt,
  bald,
  baldAccumulator,
  crossEntropy,
  el2n,
  entropy,
  expectedGradientLength,
  leastConfidence,
  margin,
  meanStandardDeviation,
  trueClassDoubt,
  useFusedKernels,
  variationRatio,
} from '@gradus/scorers';
import {
  dispose,
  keep,
  randomNormal,
  randomUniform,
  softmax,
  type Tensor,
  type Tensor1D,
  tidy,
  unstack,
} from '@tensorflow/tfjs-core';
import type { Backend } from '../backends.ts';
import type { Row, Suite, TimedArm } from '../suite.ts';

const SHAPES: [n: number, classes: number][] = [
  [1_000, 10],
  [60_000, 10],
  [60_000, 100],
  [10_000, 1_000],
];
/** For adapters that are software: what a GPU does at once takes them minutes. */
const SMALL = [
  [64, 10],
  [4, 64, 10],
];
const PASSES: [m: number, n: number, classes: number][] = [
  [20, 1_000, 10],
  [20, 60_000, 10],
];

type Score = (outputs: Tensor, labels: Tensor1D) => Tensor1D;
const OF_ROWS: Record<string, Score> = {
  entropy: (p) => entropy(p),
  margin: (p) => margin(p),
  leastConfidence: (p) => leastConfidence(p),
  aadt: (p) => aadt(p),
  expectedGradientLength: (p) => expectedGradientLength(p),
  crossEntropy: (p, labels) => crossEntropy(p, labels),
  el2n: (p, labels) => el2n(p, labels),
  trueClassDoubt: (p, labels) => trueClassDoubt(p, labels),
};
const OF_PASSES: Record<string, Score> = {
  bald: (p) => bald(p),
  baldAccumulator: byPasses,
  meanStandardDeviation: (p) => meanStandardDeviation(p),
  variationRatio: (p) => variationRatio(p),
};

/** Outputs on the device to scores on the host: by a kernel of the scorer's own, and by tfjs's operations. */
export const suite: Suite = {
  name: 'scoring-latency',
  question:
    'How long does it take to score a batch, in one launch and composed of tfjs operations?',
  page: true,
  async run({ backends, absentBackends, full, measure }) {
    const rows: Row[] = [...absentBackends];
    for (const backend of backends) {
      for (const shape of shapesFor(backend, full)) {
        await backend.use();
        const inputs = makeInputs(shape);
        for (const [name, score] of Object.entries(shape.length === 2 ? OF_ROWS : OF_PASSES)) {
          const subject = `${name} of [${shape.join(', ')}] on ${backend.name}, ${backend.device}`;
          rows.push(
            ...(await measure(
              subject,
              arms(backend, () => score(...inputs)),
            )),
          );
        }
        dispose(inputs);
      }
    }
    return rows;
  },
};

function shapesFor({ software }: Backend, full: boolean): number[][] {
  return software ? SMALL : [...SHAPES, ...(full ? PASSES : PASSES.slice(0, 1))];
}

/** Probabilities of a shape, and labels. */
function makeInputs(shape: number[]): [Tensor, Tensor1D] {
  const [n = 0, classes = 0] = shape.slice(-2);
  return tidy(() => [
    keep(softmax(randomNormal(shape, 0, 3, 'float32', 1))),
    keep(randomUniform([n], 0, classes - 0.01, 'int32', 2) as Tensor1D),
  ]);
}

/** BALD of passes that come one after the other. */
function byPasses(passes: Tensor): Tensor1D {
  return tidy(() => {
    const accumulator = baldAccumulator();
    for (const outputs of unstack(passes)) accumulator.add(outputs);
    const scores = accumulator.result();
    accumulator.dispose();
    return scores;
  });
}

/** Both forms of a scorer; that they agree is checked before anything is timed. */
function arms(backend: Backend, score: () => Tensor1D): TimedArm[] {
  let first: ArrayLike<number> | undefined;
  const arm = (name: string, enabled: boolean): TimedArm => ({
    name,
    backend: backend.name,
    peer: !enabled,
    async enter() {
      await backend.use();
      useFusedKernels(enabled);
    },
    async run() {
      const scores = score();
      try {
        return await scores.data();
      } finally {
        scores.dispose();
      }
    },
    launch: () => score().dispose(),
    check(result) {
      const values = result as ArrayLike<number>;
      first ??= values;
      for (let i = 0; i < values.length; i++) {
        const [ours, other] = [values[i] as number, first[i] as number];
        if (!(Math.abs(ours - other) <= 1e-4 * Math.max(Math.abs(other), 1e-3))) {
          throw new Error(`score ${i} is ${ours}, and ${other} by the first arm`);
        }
      }
    },
    leave() {
      useFusedKernels(true);
    },
  });
  return [arm('as it is', true), arm("tfjs's operations alone", false)];
}
