import {
  aadt,
  bald,
  baldAccumulator,
  crossEntropy,
  el2n,
  entropy,
  expectedGradientLength,
  leastConfidence,
  margin,
  meanStandardDeviation,
  trueClassDoubt,
  useFusedKernels,
  variationRatio,
} from '@gradus/scorers';
import { type Tensor, type Tensor1D, tidy, unstack } from '@tensorflow/tfjs-core';
import type { Backend } from './backends.ts';
import { isGpu } from './measure.ts';
import type { TimedArm } from './suite.ts';

type Score = (outputs: Tensor, labels: Tensor1D) => Tensor1D;

/** Scorers of outputs `[n, classes]`. */
export const OF_ROWS: Record<string, Score> = {
  entropy: (p) => entropy(p),
  margin: (p) => margin(p),
  leastConfidence: (p) => leastConfidence(p),
  aadt: (p) => aadt(p),
  expectedGradientLength: (p) => expectedGradientLength(p),
  crossEntropy: (p, labels) => crossEntropy(p, labels),
  el2n: (p, labels) => el2n(p, labels),
  trueClassDoubt: (p, labels) => trueClassDoubt(p, labels),
};

/** Scorers of passes `[m, n, classes]`. */
export const OF_PASSES: Record<string, Score> = {
  bald: (p) => bald(p),
  baldAccumulator: byPasses,
  meanStandardDeviation: (p) => meanStandardDeviation(p),
  variationRatio: (p) => variationRatio(p),
};

/** BALD of passes that come one after the other. */
function byPasses(passes: Tensor): Tensor1D {
  return tidy(() => {
    const accumulator = baldAccumulator();
    for (const outputs of unstack(passes)) accumulator.add(outputs);
    const scores = accumulator.result();
    accumulator.dispose();
    return scores;
  });
}

/** A read-back waits for the GPU's answer, longer than many a call takes: so many calls have one between them. */
const CALLS = 16;

/** Both forms of a scorer; that they agree is checked before anything is timed. */
export function scoringArms(backend: Backend, score: () => Tensor1D): TimedArm[] {
  const calls = isGpu(backend.name) && !backend.software ? CALLS : 1;
  let first: ArrayLike<number> | undefined;
  const some = (count: number) => {
    for (let i = 0; i < count; i++) score().dispose();
  };
  const arm = (name: string, enabled: boolean): TimedArm => ({
    name,
    backend: backend.name,
    peer: !enabled,
    operations: calls,
    async enter() {
      await backend.use();
      useFusedKernels(enabled);
    },
    async run() {
      some(calls - 1);
      const scores = score();
      try {
        return await scores.data();
      } finally {
        scores.dispose();
      }
    },
    launch: () => some(calls),
    check(result) {
      const values = result as ArrayLike<number>;
      first ??= values;
      for (let i = 0; i < values.length; i++) {
        const [ours, other] = [values[i] as number, first[i] as number];
        if (!(Math.abs(ours - other) <= 1e-4 * Math.max(Math.abs(other), 1e-3))) {
          throw new Error(`score ${i} is ${ours}, and ${other} by the first arm`);
        }
      }
    },
    leave() {
      useFusedKernels(true);
    },
  });
  return [arm('as it is', true), arm("tfjs's operations alone", false)];
}
