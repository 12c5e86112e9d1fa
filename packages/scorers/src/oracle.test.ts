import { nearly, type ScorerCase, vectors } from '@gradus/testing';
import { type Tensor, type Tensor1D, tensor1d, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aadt,
  bald,
  baldAccumulator,
  crossEntropy,
  el2n,
  entropy,
  expectedGradientLength,
  type From,
  leastConfidence,
  margin,
  trueClassDoubt,
  useFusedKernels,
  voteEntropy,
} from './index.ts';

// Reference values: python3 internal/testing/oracle/make.py SEED (float64, numpy, from the formulas alone).
// Float32 scores may be off by 2e-5 max(|x|, 1e-3), or 1e-3 max(|x|, 1e-3) in rows whose logits pass 40.

const made: Tensor[] = [];
const own = <T extends Tensor>(tensor: T): T => {
  made.push(tensor);
  return tensor;
};
afterEach(() => {
  for (const tensor of made.splice(0)) tensor.dispose();
});

type Score = (outputs: Tensor, from: From, known: ScorerCase) => Tensor1D;
const labels = (known: ScorerCase) => own(tensor1d(known.labels, 'int32'));

const ofOutputs: Record<string, Score> = {
  aadt: (outputs, from) => aadt(outputs, { from }),
  'aadt, power 2': (outputs, from) => aadt(outputs, { from, power: 2 }),
  entropy: (outputs, from) => entropy(outputs, { from }),
  leastConfidence: (outputs, from) => leastConfidence(outputs, { from }),
  margin: (outputs, from) => margin(outputs, { from }),
  'expectedGradientLength, logits': (outputs, from) => expectedGradientLength(outputs, { from }),
  'expectedGradientLength, last layer': (outputs, from, known) =>
    expectedGradientLength(outputs, { from, features: own(tensor2d(known.features)) }),
  crossEntropy: (outputs, from, known) => crossEntropy(outputs, labels(known), { from }),
  el2n: (outputs, from, known) => el2n(outputs, labels(known), { from }),
  trueClassDoubt: (outputs, from, known) => trueClassDoubt(outputs, labels(known), { from }),
};

const ofPasses: Record<string, (passes: number[][][], from: From) => Tensor1D> = {
  bald: (passes, from) => bald(own(tensor3d(passes)), { from }),
  baldAccumulator: (passes, from) => {
    const accumulator = baldAccumulator({ from });
    for (const pass of passes) accumulator.add(own(tensor2d(pass)));
    const scores = accumulator.result();
    accumulator.dispose();
    return scores;
  },
};

async function compare(scores: Tensor1D, expected: number[], logits: number[][]): Promise<void> {
  const values = await own(scores).data();
  expect(values.length).toBe(expected.length);
  expected.forEach((value, i) => {
    const large = logits[i]?.some((logit) => Math.abs(logit) > 40);
    nearly(values.slice(i, i + 1), [value], { relative: large ? 1e-3 : 2e-5, floor: 1e-3 });
  });
}

// Each in both its forms: see useFusedKernels.
describe.each([true, false])('with kernels: %s', (enabled) => {
  beforeEach(() => {
    useFusedKernels(enabled);
    return () => {
      useFusedKernels(true);
    };
  });

  describe.each(vectors.scorers.map((known, i) => [i, known] as const))(
    'oracle case %i',
    (_, known) => {
      describe.each(['probabilities', 'logits'] as const)('from %s', (from) => {
        test.each(Object.keys(ofOutputs))('%s', async (name) => {
          let expected = known.expect[name] as number[];
          if (name === 'crossEntropy') expected = expected.map((x) => Math.min(x, -Math.log(1e-7)));
          const scores = (ofOutputs[name] as Score)(own(tensor2d(known[from])), from, known);
          await compare(scores, expected, known.logits);
        });

        test.each(Object.keys(ofPasses))('%s', async (name) => {
          const passes = from === 'logits' ? logarithms(known.passes) : known.passes;
          const scores = ofPasses[name]?.(passes, from) as Tensor1D;
          await compare(scores, known.expect.bald as number[], known.logits);
        });
      });

      test('voteEntropy', async () => {
        const votes = own(tensor2d(known.votes, undefined, 'int32'));
        const scores = voteEntropy(votes, { classes: known.classes });
        await compare(scores, known.expect.voteEntropy as number[], []);
      });
    },
  );
});

/** Logits of these probabilities, shifted so that no row is normalised already. */
function logarithms(passes: number[][][]): number[][][] {
  return passes.map((rows) => rows.map((row, i) => row.map((p) => Math.log(p) + i)));
}
