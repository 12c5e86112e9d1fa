import { aliasSampler, createRng, dynamicSampler } from '@gradus/samplers';
import { compiled } from '../compiled.ts';
import { drawing, inC, SIZES, weightsOf } from '../sampling-arms.ts';
import { checkLaw } from '../sampling-checks.ts';
import type { Arm, Row, Suite } from '../suite.ts';

const BATCH = 1024;

/** Draws, each followed by a new weight of what was drawn. Times are per draw and update together. */
export const suite: Suite = {
  name: 'dynamic-updates',
  question:
    'How long do a draw and the update of a weight take, where weights follow what is drawn?',
  async run({ full, measure }) {
    const program = await compiled('sampling.c');
    const rows: Row[] = [];
    for (const n of full ? [...SIZES, 10_000_000] : SIZES) {
      const arms = [...ours(n), inC(program, 'dynamic', n, BATCH)];
      rows.push(...(await measure(`1,024 of each, ${n.toLocaleString('en')} items`, arms)));
    }
    return rows;
  },
};

function ours(n: number): Arm[] {
  const weights = weightsOf(n);
  const changed = new Float64Array(BATCH);
  const sampler = dynamicSampler(weights, { random: createRng(1) });
  const alias = aliasSampler(weights, { random: createRng(1) });
  const out = new Int32Array(BATCH);
  return [
    drawing(
      'dynamicSampler',
      BATCH,
      (drawn) => {
        sampler.fill(drawn);
        for (let k = 0; k < BATCH; k++) changed[k] = weights[drawn[k] as number] as number;
        sampler.update(drawn, changed);
      },
      () => checkLaw(weights, () => sampler.fill(out), 16),
    ),
    drawing(
      'aliasSampler, rebuilt each time',
      BATCH,
      (drawn) => {
        alias.fill(drawn);
        alias.rebuild(weights);
      },
      () => checkLaw(weights, () => alias.fill(out), 16),
    ),
  ];
}
