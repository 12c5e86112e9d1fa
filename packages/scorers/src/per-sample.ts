import {
  getBackend,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { checkTensor } from './check.ts';
import type { Program } from './kernels/dialect.ts';
import { canFuse, fused } from './kernels/fused.ts';
import { checkFrom, type From, probabilities } from './probabilities.ts';

/** How passes `[m, n, classes]` look to a kernel. */
export interface PassesShape {
  m: number;
  classes: number;
  from: From;
}

/** A scorer of several passes, in its two forms. */
export interface SampleScorer {
  /** In tfjs's operations, of probabilities `[m, n, classes]`: for every backend, and with a gradient. */
  composed(p: Tensor3D): Tensor;
  /** In one launch, where a backend has kernels; undefined where these passes are none for it. */
  program(shape: PassesShape): Program | undefined;
}

/** From logits, a kernel keeps two numbers a pass for itself, and GPUs have little room for that. */
const MOST_PASSES = 64;

/**
 * What `perRow` is for scorers of one pass, for scorers of several: checks, picks the form, `tidy`.
 */
export function perSample(
  scorer: string,
  passes: Tensor,
  from: From,
  forms: SampleScorer,
): Tensor1D {
  checkFrom(scorer, from);
  checkTensor(scorer, 'passes', passes, 'float32', ['m', 'n', 'classes']);
  const [count, samples, classes] = passes.shape as [number, number, number];
  if (count === 0) throw new RangeError(`${scorer}: passes must have at least one pass, got 0`);
  if (classes === 0) throw new RangeError(`${scorer}: passes must have at least one class, got 0`);
  if (samples === 0) return tensor1d([], 'float32');
  return tidy(() => {
    const inOneLaunch = canFuse() && tryKernel(passes as Tensor3D, from, forms);
    return inOneLaunch || (forms.composed(probabilities(passes as Tensor3D, from)) as Tensor1D);
  });
}

function tryKernel(passes: Tensor3D, from: From, forms: SampleScorer): Tensor1D | undefined {
  const [m, samples, classes] = passes.shape;
  if (getBackend() === 'wasm') return undefined; // tfjs's operations are quicker there, with several passes
  const softmaxFirst = from === 'logits' && m > MOST_PASSES;
  const program = forms.program({ m, classes, from: softmaxFirst ? 'probabilities' : from });
  if (!program) return undefined;
  const p = softmaxFirst ? probabilities(passes, from) : passes;
  return fused(program, { outputs: p }, samples);
}
