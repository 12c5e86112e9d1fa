import {
  bandit,
  type Curriculum,
  type CurriculumOptions,
  type DynamicCurriculum,
  dynamicSampled,
  linear,
  paced,
  pruned,
  selectiveBatch,
  selfPaced,
  uniform,
} from '@gradus/curricula';
import { createRng, quotaSampler } from '@gradus/samplers';
import { temper } from '@gradus/temperature';
import { installWasmTraining } from '@gradus/wasm-training';
import { tensor1d } from '@tensorflow/tfjs-core';
import type { Backend } from '../backends.ts';
import { begin, NETS, type Net, type Training } from '../nets.ts';
import type { Row, Suite, TimedArm } from '../suite.ts';

const BATCH = 50;
/** Batches in a run of an arm: whole stretches, so that each run does as much as the next. */
const BATCHES = 240;

/** From here on, those alone that rank nothing at the start. */
const MANY = 1_000_000;
const CHEAP = /^uniform|^pruned|^selectiveBatch|^free scores every 120 updates/;
/** What `quotaSampler` keeps, bytes a sample. */
const QUOTA = 20;

type Make = (options: CurriculumOptions & { size: number }) => Curriculum;

/** What a curriculum costs for each batch, scoring aside, next to the smallest training step there is, and in memory. */
export const suite: Suite = {
  name: 'curriculum-overhead',
  question:
    'What does a curriculum cost for each batch, as a part of the smallest training step, and how much memory?',
  async run({ backends, full, measure }) {
    const wasm = backends.find(({ name }) => name === 'wasm');
    if (wasm === undefined) return [];
    const net = NETS.find(({ name }) => name === 'geoshapes') as Net;
    await wasm.use();
    const rows: Row[] = [];
    for (const size of full ? [60_000, 10_000_000] : [60_000]) {
      const arms = Object.entries(curricula(size))
        .filter(([name]) => size <= MANY || CHEAP.test(name))
        .map(([name, [bytes, make]]) => arm(name, bytes, make, size));
      const subject = `batches of ${BATCH} of ${size.toLocaleString('en')} samples`;
      rows.push(...(await measure(subject, [step(net, wasm), ...arms])));
    }
    return rows;
  },
};

/** Each with how many bytes a sample it keeps at most, and what it draws and weighs with beside it. */
function curricula(size: number): Record<string, [bytes: number, Make]> {
  const weigh = (scores: Float32Array) => temper(scores, { favour: 'hard', maxRatio: 30 });
  // As given: what is left is the curriculum's own part.
  const alone =
    (rescoreEvery: number): Make =>
    (options) => {
      const equal = new Float64Array(size).fill(1 / size);
      let next = 0;
      const draw = (_: Float64Array, count: number) =>
        Int32Array.from({ length: count }, () => (next++ * 7919) % size);
      return dynamicSampled({ ...options, rescoreEvery, weigh: () => equal, draw });
    };
  const free =
    (rescoreEvery: number): Make =>
    (options) => {
      const draw = quotaSampler(size, { random: options.random });
      return dynamicSampled({ ...options, rescoreEvery, weigh, draw });
    };
  return {
    uniform: [4, uniform],
    'paced, all available': [
      4,
      (options) => {
        const difficulty = Float32Array.from({ length: size }, (_, i) => (i * 7919) % size);
        return paced({ ...options, difficulty, pace: linear({ start: 1 }), order: 'random' });
      },
    ],
    bandit: [
      4,
      (options) => {
        const half = Math.ceil(size / 2);
        const tasks = [0, half].map((from) =>
          Int32Array.from({ length: half }, (_, k) => (from + k) % size),
        );
        return bandit({ ...options, tasks });
      },
    ],
    'selectiveBatch, k = 3, a score that costs nothing': [
      8,
      (options) =>
        selectiveBatch({
          ...options,
          score: (indices) => new Float32Array(indices.length).fill(1),
        }),
    ],
    pruned: [9, pruned],
    'selfPaced every 120 updates': [8, (options) => selfPaced({ ...options, rescoreEvery: 120 })],
    'free scores every 120 updates, temper and quotaSampler': [QUOTA + 8, free(120)],
    'free scores every 40 updates, temper and quotaSampler': [QUOTA + 8, free(40)],
    'free scores every 120 updates, the curriculum alone': [8 + 8, alone(120)], // and its weights
    'free scores every 40 updates, the curriculum alone': [8 + 8, alone(40)],
  };
}

/** `BATCHES` batches of a curriculum that has no end; what training would tell it is told on the device. */
function arm(name: string, bytes: number, make: Make, size: number): TimedArm {
  let iterator: AsyncIterator<{ step: number; indices: Int32Array }> | undefined;
  let curriculum: Curriculum | undefined;
  let before: number | undefined;
  const values = Float32Array.from({ length: BATCH }, (_, k) => (k % 7) / 7);
  return {
    name: `${name}, ${bytes} bytes a sample`,
    operations: BATCHES,
    async enter() {
      if (curriculum === undefined) before = await bytesInArrays();
    },
    async run() {
      if (curriculum === undefined || iterator === undefined) {
        const options = { size, batchSize: BATCH, steps: 1e12, random: createRng(1) };
        curriculum = make(options);
        iterator = curriculum[Symbol.asyncIterator]();
      }
      let drawn = 0;
      for (let k = 0; k < BATCHES; k++) {
        const { value } = await iterator.next();
        drawn += value.indices.length;
        if ('observe' in curriculum) {
          (curriculum as DynamicCurriculum).observe(value.indices, tensor1d(values));
        }
        if ('reward' in curriculum) {
          (curriculum as ReturnType<typeof bandit>).reward(value.step, value.indices[0]);
        }
      }
      return drawn;
    },
    async check(drawn) {
      if (drawn !== BATCH * BATCHES) throw new Error(`${drawn} indices drawn`);
      const kept = (await bytesInArrays()) - (before as number);
      // Beside them the indices of a stretch, and some of the last batches.
      if (kept > bytes * size + 100_000) throw new Error(`${kept / size} bytes a sample are kept`);
    },
  };
}

/** What typed arrays take up when garbage is collected. */
async function bytesInArrays(): Promise<number> {
  const [{ setFlagsFromString }, { runInNewContext }] = await Promise.all([
    import('node:v8'),
    import('node:vm'),
  ]);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 2; times++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve)); // freed beside the main thread
  }
  return process.memoryUsage().arrayBuffers;
}

/** The step that a batch is for. */
function step(net: Net, backend: Backend): TimedArm {
  let uninstall = () => {};
  let training: Training | undefined;
  return {
    name: 'one training step: GeoShapes, with wasm-training',
    backend: backend.name,
    async enter() {
      await backend.use();
      uninstall = installWasmTraining();
      training ??= begin(net);
    },
    run: () => training?.step(),
    check(loss) {
      if (!((loss as number) > 0)) throw new Error(`a loss of ${loss}`);
    },
    leave: () => uninstall(),
  };
}
