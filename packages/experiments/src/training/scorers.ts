import {
  aadt,
  baldAccumulator,
  crossEntropy,
  el2n,
  entropy,
  expectedGradientLength,
  type From,
  leastConfidence,
  margin,
  trueClassDoubt,
} from '@gradus/scorers';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { importOwn } from '../import-own.ts';
import { UsageError } from '../usage-error.ts';

/** How samples are scored: from the outputs of one forward pass, or from several with dropout on. */
export interface ScorerPreset {
  name: string;
  description: string;
  /** The scores `[n]` of outputs `[n, classes]` with labels `[n]`; higher = harder. */
  score?: ((outputs: Tensor2D, labels: Tensor1D, from: From) => Tensor1D) | undefined;
  /** For scorers that need several passes, like BALD. */
  accumulator?: ((from: From) => ReturnType<typeof baldAccumulator>) | undefined;
}

/** Monte Carlo dropout passes of a scorer that needs several. */
export const PASSES = 10;

/** Every scorer that `--scorer` takes by name. */
export const scorerPresets: readonly ScorerPreset[] = [
  {
    name: 'entropy',
    description: 'entropy of the outputs (eq. 4.4)',
    score: (outputs, _, from) => entropy(outputs, { from }),
  },
  {
    name: 'margin',
    description: 'one less the gap between the two likeliest classes',
    score: (outputs, _, from) => margin(outputs, { from }),
  },
  {
    name: 'least-confidence',
    description: 'one less the likeliest class (eq. 2.1)',
    score: (outputs, _, from) => leastConfidence(outputs, { from }),
  },
  {
    name: 'aadt',
    description: 'inverse distance to threshold (eq. 4.2); one near-uniform output sets its range',
    score: (outputs, _, from) => aadt(outputs, { from }),
  },
  {
    name: 'aadt-squared',
    description: 'the same with squared distances',
    score: (outputs, _, from) => aadt(outputs, { power: 2, from }),
  },
  {
    name: 'expected-gradient-length',
    description: 'expected gradient of the logits (eq. 2.4)',
    score: (outputs, _, from) => expectedGradientLength(outputs, { from }),
  },
  {
    name: 'cross-entropy',
    description: 'the loss, with the label',
    score: (outputs, labels, from) => crossEntropy(outputs, labels, { from }),
  },
  {
    name: 'el2n',
    description: 'distance of the outputs to the label (Paul 2021)',
    score: (outputs, labels, from) => el2n(outputs, labels, { from }),
  },
  {
    name: 'true-class-doubt',
    description: 'one less the probability of the label',
    score: (outputs, labels, from) => trueClassDoubt(outputs, labels, { from }),
  },
  {
    name: 'bald',
    description: `mutual information of ${PASSES} dropout passes (eq. 4.6); wants a net with dropout`,
    accumulator: (from) => baldAccumulator({ from }),
  },
];

/** The scorer of that name, or of that file: a module that exports `score(outputs, { labels, from })`. */
export async function findScorer(name: string): Promise<ScorerPreset> {
  const preset = scorerPresets.find((scorer) => scorer.name === name);
  if (preset) return preset;
  if (!/[./\\]/.test(name)) {
    const names = scorerPresets.map((scorer) => scorer.name).join(', ');
    throw new UsageError(
      `run: scorer must be one of ${names}, or a file like ./score.mjs, got ${name}`,
    );
  }
  const { score } = await importOwn<{
    score: (outputs: Tensor2D, more: { labels: Tensor1D; from: From }) => Tensor1D;
  }>('scorer', name, 'score', 'a function (outputs, { labels, from }) => Tensor1D');
  return {
    name,
    description: name,
    score: (outputs, labels, from) => score(outputs, { labels, from }),
  };
}
