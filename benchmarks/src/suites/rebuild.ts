import { aliasSampler, createRng } from '@gradus/samplers';
import { softmax } from '@gradus/temperature';
import { compiled } from '../compiled.ts';
import { inC, SIZES, scoresOf, weightsOf } from '../sampling-arms.ts';
import type { Arm, Row, Suite } from '../suite.ts';

/** New scores into new draws: what a curriculum does at every stretch. Times are per item. */
export const suite: Suite = {
  name: 'rebuild',
  question: 'How long does it take, an item, to make a table of new scores, beside C?',
  async run({ full, measure }) {
    const program = await compiled('sampling.c');
    const rows: Row[] = [];
    for (const n of full ? [...SIZES, 10_000_000] : SIZES) {
      const arms = [...ours(n), inC(program, 'build', n, 1)];
      rows.push(...(await measure(`softmax and table, ${n.toLocaleString('en')} items`, arms)));
    }
    return rows;
  },
};

function ours(n: number): Arm[] {
  const scores = scoresOf(n);
  const expected = weightsOf(n);
  const weights = new Float64Array(n);
  const uniform = new Float64Array(n).fill(1);
  const sampler = aliasSampler(uniform, { random: createRng(1) });
  const times = Math.max(1, Math.ceil(4096 / n));
  const arm = (name: string, once: () => unknown): Arm => ({
    name,
    operations: times * n,
    run() {
      for (let k = 0; k < times; k++) once();
      return weights[0];
    },
    check() {
      sampler.rebuild(uniform);
      once();
      for (const i of [0, n >> 1, n - 1]) {
        const off = sampler.probability(i) / (expected[i] as number) - 1;
        if (!(Math.abs(off) < 1e-6)) throw new Error(`the probability of ${i} is ${off} off`);
      }
    },
  });
  const soften = () => softmax(scores, { temperature: 1, favour: 'hard', out: weights });
  return [
    arm('softmax and rebuild', () => {
      soften();
      sampler.rebuild(weights);
    }),
    arm('rebuild alone', () => sampler.rebuild(expected)),
  ];
}
