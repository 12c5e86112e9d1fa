import {
  aliasSampler,
  createRng,
  dynamicSampler,
  quotaSampler,
  sampleWithoutReplacement,
  systematicSample,
} from '@gradus/samplers';
import { softmax } from '@gradus/temperature';
import { multinomial, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { Backend } from '../backends.ts';
import { compiled } from '../compiled.ts';
import { peerArm, python } from '../peer.ts';
import type { Arm, Context, PeerArm, Row, Suite, TimedArm } from '../suite.ts';

/** What a run of an arm makes at least, for the clock to see it. */
const LEAST = 4096;
/** From so many items on, those that take seconds a batch are left out. */
const TOO_MANY = 1_000_000;

/** How long a draw takes, by each sampler, beside the same in C and in other libraries. Times are per draw. */
export const suite: Suite = {
  name: 'sampling-throughput',
  question: 'How long does one weighted draw take, beside C, numpy, torch and what npm has?',
  async run(context) {
    const { full, measure } = context;
    const program = await compiled('sampling.c');
    const rows: Row[] = [];
    for (const n of full ? [1000, 60_000, 1_000_000, 10_000_000] : [1000, 60_000, 1_000_000]) {
      for (const batch of full ? [64, 1024, 1_000_000] : [1024]) {
        const at = `${n.toLocaleString('en')} items, ${batch.toLocaleString('en')} draws at a time`;
        const arms = [c(program, 'alias', n, batch), ...(await independent(context, n, batch))];
        rows.push(...(await measure(`independent draws, ${at}`, arms)));
      }
      const one = `${n.toLocaleString('en')} items`;
      rows.push(...(await measure(`softmax and table, an item, ${one}`, build(program, n))));
      rows.push(...(await measure(`1024 draws, 1024 updates, ${one}`, dynamic(program, n))));
      rows.push(...(await measure(`systematic, as many, ${one}`, await systematic(program, n))));
      const k = Math.min(1024, n / 2);
      rows.push(...(await measure(`${k} different ones, ${one}`, await subsets(program, n, k))));
    }
    for (const n of [20_000, 60_000]) {
      rows.push(...(await measure(`plans of 2,000 of ${n.toLocaleString('en')}`, [quota(n)])));
    }
    return rows;
  },
};

function scoresOf(n: number): Float64Array {
  const random = createRng(n);
  return Float64Array.from({ length: n }, () => {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += random();
    return sum;
  });
}

const weightsOf = (n: number) => softmax(scoresOf(n), { temperature: 1, favour: 'hard' });

function c(program: Awaited<ReturnType<typeof compiled>>, task: string, n: number, batch: number) {
  const command = typeof program === 'string' ? [program, task, `${n}`, `${batch}`] : program;
  return peerArm('C', command);
}

async function numpy(name: string, task: string, library: string, n: number, batch: number) {
  const module = library === 'torch' ? 'torch' : 'numpy';
  return peerArm(name, await python('sampling.py', module, task, library, `${n}`, `${batch}`));
}

/** An arm of ours: `draw` fills what it is given, again and again until there are enough to time. */
function drawing(
  name: string,
  n: number,
  batch: number,
  draw: (out: Int32Array) => unknown,
): TimedArm {
  const out = new Int32Array(batch);
  const times = Math.max(1, Math.ceil(LEAST / batch));
  return {
    name,
    operations: times * batch,
    run() {
      for (let k = 0; k < times; k++) draw(out);
      return out;
    },
    check() {
      if (!out.every((i) => i >= 0 && i < n)) throw new Error('an index that cannot be');
      if (batch > 1 && new Set(out).size < 2) throw new Error('always the same');
    },
  };
}

async function independent({ backends }: Context, n: number, batch: number): Promise<Arm[]> {
  const weights = weightsOf(n);
  const random = createRng(1);
  const alias = aliasSampler(weights, { random });
  const arms: Arm[] = [drawing('aliasSampler', n, batch, (out) => alias.fill(out))];
  if (n < TOO_MANY) arms.push(await keystone(weights, batch), await stdlib(weights, batch));
  if (batch <= 1024 || n <= 60_000) {
    arms.push(await numpy('numpy choice', 'alias', 'numpy', n, batch));
    arms.push(await numpy('numpy, a cumulative sum kept', 'alias', 'numpy-cdf', n, batch));
    arms.push(await numpy('torch.multinomial', 'alias', 'torch', n, batch));
  }
  if (batch <= 1024 && n < TOO_MANY) arms.push(...backends.map((b) => ofTfjs(b, weights, batch)));
  return arms;
}

function ofTfjs(backend: Backend, weights: Float64Array, batch: number): TimedArm {
  let logits: Tensor | undefined;
  return {
    name: 'tf.multinomial',
    backend: backend.name,
    operations: batch,
    async enter() {
      await backend.use();
      logits = tensor1d(Float32Array.from(weights));
    },
    async run() {
      const drawn = multinomial(logits as never, batch, undefined, true);
      const indices = await drawn.data();
      drawn.dispose();
      return indices[0];
    },
    check: () => undefined, // its law is wrong on some backends (tfjs issue 8057)
    leave: () => logits?.dispose(),
  };
}

/** A module that may be there or not. */
async function optional(name: string): Promise<Record<string, unknown> | PeerArm> {
  try {
    return (await import(name)) as Record<string, unknown>;
  } catch {
    return peerArm(name, { absent: `not installed: pnpm add --filter benchmarks ${name}` });
  }
}

async function keystone(weights: Float64Array, batch: number): Promise<Arm> {
  const name = '@keystonehq/alias-sampling';
  const found = await optional(name);
  if ('turn' in found) return found as unknown as PeerArm;
  type Make = (p: number[]) => { next(count: number): number[] };
  const given = found.default as Make | { default: Make };
  const make = typeof given === 'function' ? given : given.default;
  const sampler = make([...weights]);
  return lawful(
    weights,
    drawing(name, weights.length, batch, (out) => out.set(sampler.next(batch))),
  );
}

async function stdlib(weights: Float64Array, batch: number): Promise<Arm> {
  const name = '@stdlib/random-sample';
  const found = await optional(name);
  if ('turn' in found) return found as unknown as PeerArm;
  type Options = { size: number; probs: number[] };
  const sample = found.default as (items: number[], options: Options) => number[];
  const items = [...weights.keys()];
  const options = { size: batch, probs: [...weights] };
  return lawful(
    weights,
    drawing(name, weights.length, batch, (out) => out.set(sample(items, options))),
  );
}

/** The arm, and a look at whether its draws follow the weights: the mean weight drawn is sum p^2, to six of its errors. */
function lawful(weights: Float64Array, arm: TimedArm): TimedArm {
  let mean = 0;
  let square = 0;
  for (const p of weights) {
    mean += p * p;
    square += p * p * p;
  }
  return {
    ...arm,
    async check(result) {
      await arm.check(result);
      let sum = 0;
      let draws = 0;
      for (let run = 0; run < 4; run++) {
        for (const i of arm.run() as Int32Array) {
          sum += weights[i] as number;
          draws++;
        }
      }
      const error = Math.sqrt((square - mean * mean) / draws);
      if (Math.abs(sum / draws - mean) > 6 * error) throw new Error('not by the weights');
    },
  };
}

function build(program: Awaited<ReturnType<typeof compiled>>, n: number): Arm[] {
  const scores = scoresOf(n);
  const weights = new Float64Array(n);
  const sampler = aliasSampler(weightsOf(n), { random: createRng(1) });
  const times = Math.max(1, Math.ceil(LEAST / n));
  return [
    c(program, 'build', n, 1),
    {
      name: 'softmax and rebuild',
      operations: times * n,
      run() {
        for (let k = 0; k < times; k++) {
          softmax(scores, { temperature: 1, favour: 'hard', out: weights });
          sampler.rebuild(weights);
        }
        return weights;
      },
      check() {
        if (!(sampler.probability(0) > 0)) throw new Error('nothing was built');
      },
    },
  ];
}

function dynamic(program: Awaited<ReturnType<typeof compiled>>, n: number): Arm[] {
  const weights = weightsOf(n);
  const sampler = dynamicSampler(weights, { random: createRng(1) });
  const changed = new Float64Array(1024);
  return [
    c(program, 'dynamic', n, 1024),
    drawing('dynamicSampler', n, 1024, (out) => {
      sampler.fill(out);
      for (let k = 0; k < 1024; k++) changed[k] = weights[out[k] as number] as number;
      sampler.update(out, changed);
    }),
  ];
}

async function systematic(
  program: Awaited<ReturnType<typeof compiled>>,
  n: number,
): Promise<Arm[]> {
  const weights = weightsOf(n);
  const random = createRng(1);
  return [
    c(program, 'systematic', n, n),
    drawing('systematicSample', n, n, (out) => out.set(systematicSample(weights, n, { random }))),
    await numpy('numpy', 'systematic', 'numpy', n, n),
  ];
}

async function subsets(
  program: Awaited<ReturnType<typeof compiled>>,
  n: number,
  k: number,
): Promise<Arm[]> {
  const weights = weightsOf(n);
  const random = createRng(1);
  const alias = aliasSampler(weights, { random });
  return [
    { ...c(program, 'subset-table', n, k), name: 'C, with a table' },
    drawing('fillDistinct, with a table', n, k, (out) => alias.fillDistinct(out)),
    { ...c(program, 'subset', n, k), name: 'C, without' },
    drawing('sampleWithoutReplacement', n, k, (out) =>
      out.set(sampleWithoutReplacement(weights, k, { random })),
    ),
    await numpy('numpy choice', 'subset', 'numpy', n, k),
    await numpy('torch.multinomial', 'subset', 'torch', n, k),
  ];
}

function quota(n: number): TimedArm {
  const sampler = quotaSampler(n, { random: createRng(1) });
  const random = createRng(2);
  const weights = Array.from({ length: 8 }, () =>
    Float64Array.from({ length: n }, () => 30 ** random()),
  );
  let call = 0;
  return drawing('quotaSampler', n, 2000, (out) =>
    out.set(sampler.plan(weights[call++ % 8] as Float64Array, 2000)),
  );
}
