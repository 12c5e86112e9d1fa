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
  voteEntropy,
} from '@gradus/scorers';
import {
  type Tensor,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
} from '@tensorflow/tfjs-core';

/** A case of `internal/testing/oracle/vectors.json`. */
interface Known {
  classes: number;
  logits: number[][];
  probabilities: number[][];
  labels: number[];
  passes: number[][][];
  votes: number[][];
  features: number[][];
  expect: Record<string, number[]>;
}

type Score = (known: Known, outputs: Tensor, from: From) => Tensor1D;
const labels = (known: Known) => tensor1d(known.labels, 'int32');
const SCORERS: Record<string, Score> = {
  aadt: (_, outputs, from) => aadt(outputs, { from }),
  'aadt, power 2': (_, outputs, from) => aadt(outputs, { from, power: 2 }),
  entropy: (_, outputs, from) => entropy(outputs, { from }),
  leastConfidence: (_, outputs, from) => leastConfidence(outputs, { from }),
  margin: (_, outputs, from) => margin(outputs, { from }),
  'expectedGradientLength, logits': (_, outputs, from) => expectedGradientLength(outputs, { from }),
  'expectedGradientLength, last layer': (known, outputs, from) =>
    expectedGradientLength(outputs, { from, features: tensor2d(known.features) }),
  crossEntropy: (known, outputs, from) => crossEntropy(outputs, labels(known), { from }),
  el2n: (known, outputs, from) => el2n(outputs, labels(known), { from }),
  trueClassDoubt: (known, outputs, from) => trueClassDoubt(outputs, labels(known), { from }),
  bald: (known, _, from) => bald(tensor3d(passes(known, from)), { from }),
  'bald by passes': (known, _, from) => {
    const accumulator = baldAccumulator({ from });
    for (const pass of passes(known, from)) accumulator.add(tensor2d(pass));
    const scores = accumulator.result();
    accumulator.dispose();
    return scores;
  },
  voteEntropy: ({ votes, classes }) =>
    voteEntropy(tensor2d(votes, undefined, 'int32'), { classes }),
};

function passes({ passes }: Known, from: From): number[][][] {
  if (from === 'probabilities') return passes;
  return passes.map((rows) => rows.map((row) => row.map((p) => Math.log(p))));
}

/**
 * How far the scores on the backend in use are from the reference values, at worst: the error over what is allowed, which
 * is 2e-5 max(|x|, 1e-3), or 1e-3 max(|x|, 1e-3) in rows whose logits pass 40.
 */
export async function worstScore(): Promise<{ times: number; what: string }> {
  const file = await import('@gradus/testing/vectors.json', { with: { type: 'json' } });
  let worst = { times: 0, what: 'no score' };
  for (const known of file.default.scorers as Known[]) {
    for (const [name, score] of Object.entries(SCORERS)) {
      for (const from of ['probabilities', 'logits'] as const) {
        const scores = tidy(() => score(known, tensor2d(known[from]), from));
        const values = await scores.data();
        scores.dispose();
        expected(name, known).forEach((value, i) => {
          const large = known.logits[i]?.some((logit) => Math.abs(logit) > 40);
          const allowed = (large ? 1e-3 : 2e-5) * Math.max(Math.abs(value), 1e-3);
          const error = Math.abs((values[i] as number) - value);
          const times = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / allowed;
          if (times > worst.times) worst = { times, what: `${name} from ${from}` };
        });
      }
    }
  }
  return worst;
}

/** Reference values as scorers give them: cross-entropy has a floor, and by passes or at once, BALD is BALD. */
function expected(name: string, { expect }: Known): number[] {
  const values = expect[name === 'bald by passes' ? 'bald' : name] as number[];
  return name === 'crossEntropy' ? values.map((x) => Math.min(x, -Math.log(1e-7))) : values;
}
