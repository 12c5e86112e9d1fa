import { aliasSampler, createRng } from '@gradus/samplers';
import keystone from '@keystonehq/alias-sampling';
import stdlib from '@stdlib/random-sample';
import { multinomial, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { Backend } from '../backends.ts';
import { compiled } from '../compiled.ts';
import { drawing, inC, inPython, SIZES, weightsOf } from '../sampling-arms.ts';
import { checkLaw } from '../sampling-checks.ts';
import type { Arm, Context, Row, Suite, TimedArm } from '../suite.ts';

/** From so many items on, those that take seconds a batch are left out. */
const TOO_MANY = 1_000_000;

/** How long an independent draw takes. Times are per draw. */
export const suite: Suite = {
  name: 'sampling-throughput',
  question: 'How long does one weighted draw take, beside C, numpy, torch and what npm has?',
  async run(context) {
    const { full, measure } = context;
    const program = await compiled('sampling.c');
    const rows: Row[] = [];
    for (const n of full ? [...SIZES, 10_000_000] : SIZES) {
      for (const batch of full ? [64, 1024, 1_000_000] : [1024]) {
        const subject = `${n.toLocaleString('en')} items, ${batch.toLocaleString('en')} draws at a time`;
        const arms = [...(await independent(context, n, batch)), inC(program, 'alias', n, batch)];
        rows.push(...(await measure(subject, arms)));
      }
    }
    return rows;
  },
};

async function independent({ backends, full }: Context, n: number, batch: number): Promise<Arm[]> {
  const weights = weightsOf(n);
  const alias = aliasSampler(weights, { random: createRng(1) });
  const arms: Arm[] = [ofBatches('aliasSampler', weights, batch, (out) => alias.fill(out))];
  if (n < TOO_MANY) {
    const sampler = keystone.default([...weights]);
    const items = [...weights.keys()];
    const options = { size: batch, probs: [...weights] };
    const theirs = [
      ofBatches('@keystonehq/alias-sampling', weights, batch, (out) =>
        out.set(sampler.next(batch) as number[]),
      ),
      ofBatches('@stdlib/random-sample', weights, batch, (out) =>
        out.set(stdlib(items, options) as number[]),
      ),
    ];
    arms.push(...theirs.map((arm) => ({ ...arm, peer: true })));
  }
  if (n < TOO_MANY || (full && batch <= 1024)) {
    arms.push(await inPython('numpy choice', 'alias', 'numpy', n, batch));
    arms.push(await inPython('numpy, a cumulative sum kept', 'alias', 'numpy-cdf', n, batch));
    arms.push(await inPython('torch.multinomial', 'alias', 'torch', n, batch));
  }
  if (batch <= 1024 && n < TOO_MANY) arms.push(...backends.map((b) => ofTfjs(b, weights, batch)));
  return arms;
}

function ofBatches(
  name: string,
  weights: Float64Array,
  batch: number,
  draw: (out: Int32Array) => unknown,
): TimedArm {
  const again = new Int32Array(batch);
  return drawing(name, batch, draw, () =>
    checkLaw(
      weights,
      () => {
        draw(again);
        return again;
      },
      Math.ceil(16_384 / batch),
    ),
  );
}

function ofTfjs(backend: Backend, weights: Float64Array, batch: number): TimedArm {
  let logits: Tensor | undefined;
  return {
    name: 'tf.multinomial',
    backend: backend.name,
    peer: true,
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
