import { createRng, epochPlan, quotaSampler, systematicSample } from '@gradus/samplers';
import { compiled } from '../compiled.ts';
import { drawing, inC, inPython, SIZES, weightsOf } from '../sampling-arms.ts';
import { checkShares } from '../sampling-checks.ts';
import type { Arm, Row, Suite, TimedArm } from '../suite.ts';

/** Draws that give everyone its share, up or down to a whole number. Times are per draw. */
export const suite: Suite = {
  name: 'even-plans',
  question:
    'How long does a draw take where everyone gets its share: systematic, shuffled, carried over?',
  async run({ full, measure }) {
    const program = await compiled('sampling.c');
    const rows: Row[] = [];
    for (const n of full ? [...SIZES, 10_000_000] : SIZES) {
      const arms = [
        ...ours(n),
        inC(program, 'systematic', n, n),
        inC(program, 'systematic-exact', n, n, 'C, by our method'),
        await inPython('numpy', 'systematic', 'numpy', n, n),
      ];
      rows.push(...(await measure(`as many as there are, ${n.toLocaleString('en')} items`, arms)));
    }
    for (const n of full ? [20_000, 60_000, 1_000_000] : [20_000]) {
      const arms = [quota(n), inC(program, 'quota', n, 2000)];
      rows.push(...(await measure(`2,000 of ${n.toLocaleString('en')} items`, arms)));
    }
    return rows;
  },
};

function ours(n: number): Arm[] {
  const weights = weightsOf(n);
  const random = createRng(1);
  return [
    drawing(
      'systematicSample',
      n,
      (out) => out.set(systematicSample(weights, n, { random })),
      (out) => checkShares(out.slice(), weights),
    ),
    drawing(
      'epochPlan',
      n,
      (out) => out.set(epochPlan(weights, n, { random })),
      (out) => checkShares(out.slice(), weights),
    ),
  ];
}

/** Other weights at each call, as in training. */
function quota(n: number): TimedArm {
  const sampler = quotaSampler(n, { random: createRng(1) });
  const random = createRng(2);
  const weights = Array.from({ length: 8 }, () =>
    Float64Array.from({ length: n }, () => 30 ** random()),
  );
  let call = 0;
  return drawing(
    'quotaSampler',
    2000,
    (out) => out.set(sampler.plan(weights[call++ % 8] as Float64Array, 2000)),
    () => {
      const first = weights[0] as Float64Array;
      const sum = first.reduce((a, b) => a + b);
      const drawn = quotaSampler(n, { random: createRng(3) }).plan(first, 2000);
      checkShares(
        drawn,
        first.map((w) => w / sum),
      );
    },
  );
}
