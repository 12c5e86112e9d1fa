import { aliasSampler, createRng, reservoir, sampleWithoutReplacement } from '@gradus/samplers';
import { compiled } from '../compiled.ts';
import { drawing, inC, inPython, SIZES, weightsOf } from '../sampling-arms.ts';
import { checkDifferent } from '../sampling-checks.ts';
import type { Arm, Row, Suite } from '../suite.ts';

/** From so many items on Python takes seconds to begin: with `--full` alone. */
const TOO_MANY = 1_000_000;

/** Different indices, one after the other by the weights of those left. Times are per draw. */
export const suite: Suite = {
  name: 'without-replacement',
  question: 'How long does a draw without replacement take, beside C, numpy and torch?',
  async run({ full, measure }) {
    const program = await compiled('sampling.c');
    const rows: Row[] = [];
    for (const n of full ? [...SIZES, 10_000_000] : SIZES) {
      const k = Math.min(1024, n / 2);
      const of = `${k.toLocaleString('en')} of ${n.toLocaleString('en')}`;
      const weights = weightsOf(n);
      const kept = [table(weights, k), inC(program, 'subset-table', n, k)];
      rows.push(...(await measure(`${of}, with a table`, kept)));
      const arms = [
        ...withoutTable(weights, k),
        inC(program, 'subset', n, k),
        ...(full || n < TOO_MANY ? await ofPython(n, k) : []),
      ];
      rows.push(...(await measure(`${of}, from weights alone`, arms)));
    }
    return rows;
  },
};

const ofPython = (n: number, k: number) =>
  Promise.all([
    inPython('numpy choice', 'subset', 'numpy', n, k),
    inPython('torch.multinomial', 'subset', 'torch', n, k),
  ]);

function table(weights: Float64Array, k: number): Arm {
  const alias = aliasSampler(weights, { random: createRng(1) });
  return drawing(
    'fillDistinct',
    k,
    (out) => alias.fillDistinct(out),
    (out) => checkDifferent(out, weights.length),
  );
}

function withoutTable(weights: Float64Array, k: number): Arm[] {
  const random = createRng(1);
  const check = (out: Int32Array) => checkDifferent(out, weights.length);
  return [
    drawing(
      'sampleWithoutReplacement',
      k,
      (out) => out.set(sampleWithoutReplacement(weights, k, { random })),
      check,
    ),
    drawing(
      'reservoir, weight by weight',
      k,
      (out) => {
        const drawn = reservoir(k, { random });
        for (let i = 0; i < weights.length; i++) drawn.add(weights[i] as number);
        out.set(drawn.sample());
      },
      check,
    ),
  ];
}
