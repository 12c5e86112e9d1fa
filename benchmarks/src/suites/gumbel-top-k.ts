import { createRng, sampleWithoutReplacement } from '@gradus/samplers';
import { categorical, gumbelTopK } from '@gradus/samplers/device';
import {
  add,
  log,
  multinomial,
  neg,
  randomUniform,
  softmax,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tidy,
  topk,
} from '@tensorflow/tfjs-core';
import type { Backend } from '../backends.ts';
import { checkDifferent } from '../sampling-checks.ts';
import type { Arm, Row, Suite, TimedArm } from '../suite.ts';

const K = 64;
/** From so many on, tf.multinomial takes a backend of one core seconds. */
const TOO_MANY = 100_000;

/** Draws on the device, without replacement and with; times are per call and end with the indices read back. */
export const suite: Suite = {
  name: 'gumbel-top-k',
  question: 'How long do 64 draws take where the logits lie on the device?',
  page: true,
  async run({ backends, absentBackends, full, measure }) {
    const rows: Row[] = [];
    for (const n of full ? [1000, 60_000, 1_000_000] : [1000, 60_000]) {
      const logits = logitsOf(n);
      const items = `of ${n.toLocaleString('en')}`;
      rows.push(
        ...(await measure(`64 different ones ${items}`, [
          ...backends.map((backend) => different('gumbelTopK', backend, logits, ours())),
          ...backends.map((backend) => different('composed of tf.*', backend, logits, composed)),
          ...backends.map((backend) => onHost(backend, logits)),
        ])),
        ...(await measure(`64 independent ones ${items}`, [
          ...backends.map((backend) => independent('categorical', backend, logits, repeated())),
          ...(n < TOO_MANY
            ? backends.map((backend) => independent('tf.multinomial', backend, logits, tfjs))
            : []),
        ])),
      );
    }
    return [...absentBackends, ...rows];
  },
};

function logitsOf(n: number): Float32Array {
  const random = createRng(n);
  return Float32Array.from({ length: n }, () => 4 * random());
}

type Draw = (logits: Tensor1D) => Tensor;

function ours(): Draw {
  const random = createRng(1);
  return (logits) => gumbelTopK(logits, K, { random });
}

function repeated(): Draw {
  const random = createRng(1);
  return (logits) => categorical(logits, K, { random });
}

/** The trick with nothing but tfjs's operations: its noise ends where float32 does. */
const composed: Draw = (logits) =>
  tidy(() => {
    const noise = neg(log(neg(log(randomUniform([logits.size], 1e-30, 1)))));
    return topk(add(logits, noise), K).indices;
  });

const tfjs: Draw = (logits) => tidy(() => multinomial(softmax(logits), K, 1, true));

function drawing(
  name: string,
  backend: Backend,
  logits: Float32Array,
  draw: Draw,
  check: (drawn: Int32Array) => void,
): TimedArm {
  let given: Tensor1D | undefined;
  return {
    name,
    backend: backend.name,
    async enter() {
      await backend.use();
      given = tensor1d(logits);
    },
    async run() {
      const drawn = draw(given as Tensor1D);
      const indices = await drawn.data();
      drawn.dispose();
      return indices;
    },
    check: (drawn) => check(drawn as Int32Array),
    leave: () => given?.dispose(),
  };
}

const different = (name: string, backend: Backend, logits: Float32Array, draw: Draw): Arm =>
  drawing(name, backend, logits, draw, (drawn) => {
    if (drawn.length !== K) throw new Error(`drew ${drawn.length}`);
    checkDifferent(drawn, logits.length);
  });

const independent = (name: string, backend: Backend, logits: Float32Array, draw: Draw): Arm =>
  drawing(name, backend, logits, draw, (drawn) => {
    if (drawn.length !== K) throw new Error(`drew ${drawn.length}`);
    if (!drawn.every((i) => i >= 0 && i < logits.length))
      throw new Error('an index that cannot be');
  });

/** The logits read back, and drawn from on the host. */
function onHost(backend: Backend, logits: Float32Array): Arm {
  const random = createRng(1);
  let given: Tensor1D | undefined;
  return {
    name: 'softmax read back, sampleWithoutReplacement',
    backend: backend.name,
    async enter() {
      await backend.use();
      given = tensor1d(logits);
    },
    async run() {
      const p = softmax(given as Tensor1D);
      const weights = await p.data();
      p.dispose();
      return sampleWithoutReplacement(weights, K, { random });
    },
    check: (drawn) => checkDifferent(drawn as Int32Array, logits.length),
    leave: () => given?.dispose(),
  };
}
