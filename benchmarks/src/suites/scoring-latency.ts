import {
  dispose,
  keep,
  profile,
  randomNormal,
  randomUniform,
  softmax,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Backend } from '../backends.ts';
import { countLaunches } from '../launches.ts';
import { OF_PASSES, OF_ROWS, scoringArms } from '../scoring-arms.ts';
import { launchGoal, oracleGoal, type Speedup, speedGoals, speedup } from '../scoring-goals.ts';
import { worstScore } from '../scoring-oracle.ts';
import type { Row, Suite } from '../suite.ts';

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

/** Outputs on the device to scores on the host: by a kernel of the scorer's own, and by tfjs's operations. */
export const suite: Suite = {
  name: 'scoring-latency',
  question:
    'How long does it take to score a batch, in one launch and composed of tfjs operations?',
  page: true,
  async run({ backends, absentBackends, full, measure, judge }) {
    const rows: Row[] = [...absentBackends];
    for (const backend of backends) {
      await backend.use();
      judge(oracleGoal(backend, await worstScore()));
      const launches: Record<string, number | undefined> = {};
      const speedups: Speedup[] = [];
      for (const shape of shapesFor(backend, full)) {
        await backend.use();
        const inputs = makeInputs(shape);
        for (const [name, score] of Object.entries(shape.length === 2 ? OF_ROWS : OF_PASSES)) {
          const what = `${name} of [${shape.join(', ')}]`;
          const call = () => score(...inputs);
          const measured = await measure(
            `${what} on ${backend.name}, ${backend.device}`,
            scoringArms(backend, call),
          );
          rows.push(...measured);
          if (await hasKernel(call)) speedups.push(speedup(name, what, measured));
          if (name !== 'baldAccumulator') launches[what] = countLaunches(() => call().dispose());
        }
        dispose(inputs);
      }
      for (const goal of [launchGoal(backend, launches), ...speedGoals(backend, speedups)]) {
        if (goal) judge(goal);
      }
    }
    return rows;
  },
};

/** Whether a scorer has a kernel of its own here; else the two forms are the same code, and neither is quicker. */
async function hasKernel(call: () => Tensor1D): Promise<boolean> {
  const { kernelNames } = await profile(() => tidy(() => void call()));
  return kernelNames.some((name) => name.startsWith('Gradus '));
}

function shapesFor({ name, software }: Backend, full: boolean): number[][] {
  if (software) return full && name === 'webgl' ? [...SHAPES, ...SMALL.slice(1)] : SMALL;
  return [...SHAPES, ...(full ? PASSES : PASSES.slice(0, 1))];
}

/** Probabilities of a shape, and labels. */
function makeInputs(shape: number[]): [Tensor, Tensor1D] {
  const [n = 0, classes = 0] = shape.slice(-2);
  return tidy(() => [
    keep(softmax(randomNormal(shape, 0, 3, 'float32', 1))),
    keep(randomUniform([n], 0, classes - 0.01, 'int32', 2) as Tensor1D),
  ]);
}
