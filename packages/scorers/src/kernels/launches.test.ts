import {
  backend,
  concat,
  getBackend,
  randomNormal,
  randomUniform,
  slice,
  softmax,
  type Tensor,
  type Tensor1D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import {
  aadt,
  bald,
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
  voteEntropy,
} from '../index.ts';

afterEach(() => {
  vi.restoreAllMocks();
  useFusedKernels(true);
});

const METHODS: Record<string, string> = { webgl: 'runWebGLProgram', webgpu: 'runWebGPUProgram' };

/**
 * How many programs a call hands to the GPU. tfjs's profile names kernels, and not what one of them starts besides:
 * an input that is packed, for a program that wants it otherwise, is laid out anew by a program of its own.
 */
function programsOf(run: () => Tensor): number {
  tidy(() => void run()); // uploads what is on the host, and compiles
  const programs = vi.spyOn(
    backend() as never as Record<string, () => void>,
    METHODS[getBackend()] as string,
  );
  tidy(() => void run());
  const count = programs.mock.calls.length;
  programs.mockRestore();
  return count;
}

/** Outputs `[..., classes]` as they come out of a model's last operation, or from elsewhere. */
const makers: Record<string, (shape: number[]) => Tensor> = {
  'what softmax made': (shape) => softmax(randomNormal(shape, 0, 3, 'float32', 1)),
  'what was on the host': (shape) => randomUniform(shape, 0, 1, 'float32', 1),
  'a part of that': ([first = 1, ...rest]) =>
    slice(randomUniform([first + 1, ...rest], 0, 1, 'float32', 1), 1),
  'what was put together': ([first = 1, ...rest]) =>
    concat([1, first - 1].map((n) => randomUniform([n, ...rest], 0, 1, 'float32', n))),
  'what was transposed': ([first = 1, second = 1, ...rest]) =>
    transpose(randomUniform([second, first, ...rest], 0, 1, 'float32', 1), [
      1,
      0,
      ...rest.map((_, k) => 2 + k),
    ]),
};

test('every scorer is one program, however its outputs were made', (context) => {
  if (!(getBackend() in METHODS)) return context.skip('a GPU alone is handed programs');
  for (const [name, make] of Object.entries(makers)) {
    const made = tidy(() => ({
      rows: make([7, 5]),
      passes: make([4, 7, 5]),
      labels: randomUniform([7], 0, 4.99, 'int32', 2) as Tensor1D,
      features: make([7, 3]),
      votes: randomUniform([5, 7], 0, 3.99, 'int32', 3),
    }));
    const { rows, passes, labels, features, votes } = made;
    const scorers: Record<string, () => Tensor> = {
      aadt: () => aadt(rows),
      entropy: () => entropy(rows),
      'entropy of logits': () => entropy(rows, { from: 'logits' }),
      leastConfidence: () => leastConfidence(rows),
      margin: () => margin(rows),
      expectedGradientLength: () => expectedGradientLength(rows, { features }),
      crossEntropy: () => crossEntropy(rows, labels),
      el2n: () => el2n(rows, labels),
      trueClassDoubt: () => trueClassDoubt(rows, labels),
      bald: () => bald(passes),
      'bald of logits': () => bald(passes, { from: 'logits' }),
      meanStandardDeviation: () => meanStandardDeviation(passes),
      variationRatio: () => variationRatio(passes),
      voteEntropy: () => voteEntropy(votes, { classes: 4 }),
    };
    for (const [scorer, run] of Object.entries(scorers)) {
      expect(programsOf(run), `${scorer} of ${name}`).toBe(1);
    }
    useFusedKernels(false);
    expect(programsOf(scorers.entropy as () => Tensor)).toBeGreaterThan(9);
    useFusedKernels(true);
    for (const tensor of Object.values(made)) tensor.dispose();
  }
});

test.for(Object.keys(makers))('of %s, scores are those of tfjs alone', async (name) => {
  // Odd and even numbers of rows and classes: a packed texel holds two of each.
  for (const shape of [
    [2, 2],
    [5, 4],
    [6, 7],
    [3, 5, 3],
    [2, 4, 5],
  ]) {
    const outputs = tidy(() => (makers[name] as (shape: number[]) => Tensor)(shape));
    const [own, composed] = [true, false].map((enabled) => {
      useFusedKernels(enabled);
      return (shape.length === 2 ? entropy : bald)(outputs, { from: 'logits' });
    }) as [Tensor, Tensor];
    const expected = await composed.data();
    (await own.data()).forEach((score, i) => {
      expect(score).toBeCloseTo(expected[i] as number, 5);
    });
    for (const tensor of [outputs, own, composed]) tensor.dispose();
  }
});
