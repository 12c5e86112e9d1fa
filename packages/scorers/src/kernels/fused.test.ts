import '@tensorflow/tfjs-layers'; // brings the gradients of tfjs's operations
import {
  concat,
  engine,
  getBackend,
  grad,
  profile,
  randomNormal,
  randomUniform,
  reshape,
  slice,
  softmax,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import {
  aadt,
  bald,
  crossEntropy,
  el2n,
  entropy,
  expectedGradientLength,
  type From,
  leastConfidence,
  margin,
  meanStandardDeviation,
  trueClassDoubt,
  useFusedKernels,
  variationRatio,
  voteEntropy,
} from '../index.ts';

afterEach(() => {
  useFusedKernels(true);
});

const labelsFor = (outputs: Tensor) => {
  const [n = 0, classes = 1] = outputs.shape;
  return randomUniform([n], 0, classes - 1e-3, 'int32', 3) as Tensor1D;
};
const featuresFor = (outputs: Tensor) =>
  randomNormal([outputs.shape[0] ?? 0, 7], 0, 1, 'float32', 4);

type Score = (input: Tensor, from: From) => Tensor1D;
const ofRows: Record<string, Score> = {
  aadt: (x, from) => aadt(x, { from }),
  'aadt, power 2': (x, from) => aadt(x, { from, power: 2, floor: 1e-4 }),
  entropy: (x, from) => entropy(x, { from }),
  leastConfidence: (x, from) => leastConfidence(x, { from }),
  margin: (x, from) => margin(x, { from }),
  expectedGradientLength: (x, from) => expectedGradientLength(x, { from }),
  'expectedGradientLength with features': (x, from) =>
    expectedGradientLength(x, { from, features: featuresFor(x) }),
  crossEntropy: (x, from) => crossEntropy(x, labelsFor(x), { from }),
  el2n: (x, from) => el2n(x, labelsFor(x), { from }),
  trueClassDoubt: (x, from) => trueClassDoubt(x, labelsFor(x), { from }),
};
const ofPasses: Record<string, Score> = {
  bald: (x, from) => bald(x, { from }),
  meanStandardDeviation: (x, from) => meanStandardDeviation(x, { from }),
  variationRatio: (x, from) => variationRatio(x, { from }),
};

async function valuesOf(make: () => Tensor): Promise<Float32Array> {
  const scores = tidy(make);
  const values = (await scores.data()) as Float32Array;
  scores.dispose();
  return values;
}

/** Scores by kernel and by tfjs's operations, which must agree. */
async function expectAgreement(make: () => Tensor): Promise<void> {
  const values = await valuesOf(make);
  useFusedKernels(false);
  const composed = await valuesOf(make);
  useFusedKernels(true);
  expect(values.length).toBe(composed.length);
  values.forEach((value, i) => {
    const expected = composed[i] as number;
    const allowed = 4e-5 * Math.max(Math.abs(expected), 1e-3);
    if (!(Math.abs(value - expected) <= allowed)) {
      expect.fail(`score ${i}: ${value} by the kernel, ${expected} by tfjs's operations`);
    }
  });
}

function outputsFor(from: From, shape: number[]): Tensor {
  return tidy(() => {
    const logits = randomNormal(shape, 0, 3, 'float32', 5);
    return from === 'logits' ? logits : softmax(logits);
  });
}

describe.each(['probabilities', 'logits'] as const)('from %s', (from) => {
  describe.each(Object.entries(ofRows))('%s', (_, score) => {
    test.each([
      [1, 1],
      [1, 10],
      [3, 2],
      [5, 1000],
      [300, 10],
      [7, 65],
    ])('agrees with its composed form on [%i, %i]', async (n, classes) => {
      await expectAgreement(() => score(outputsFor(from, [n, classes]), from));
    });
  });

  describe.each(Object.entries(ofPasses))('%s', (_, score) => {
    test.each([
      [1, 4, 3],
      [2, 1, 1],
      [8, 30, 10],
      [3, 2, 1000],
      [70, 2, 4],
    ])('agrees with its composed form on [%i, %i, %i]', async (m, n, classes) => {
      await expectAgreement(() => score(outputsFor(from, [m, n, classes]), from));
    });
  });
});

test.each([1, 7, 70])('voteEntropy of %i votes agrees with its composed form', async (m) => {
  await expectAgreement(() => voteEntropy(randomUniform([m, 9], 0, 4, 'int32', 6), { classes: 4 }));
});

test.each([
  ['sliced', () => slice(outputsFor('logits', [9, 6]), [3, 0], [5, 6])],
  ['sliced from its second column', () => slice(outputsFor('logits', [9, 7]), [3, 1], [5, 6])],
  ['transposed', () => transpose(outputsFor('logits', [6, 6]))],
  ['reshaped', () => reshape(outputsFor('logits', [3, 2, 5]), [6, 5])],
  ['put together', () => concat([outputsFor('logits', [2, 5]), outputsFor('logits', [3, 5])])],
])('outputs that were %s', async (_, make) => {
  await expectAgreement(() => entropy(make(), { from: 'logits' }));
  await expectAgreement(() => crossEntropy(make(), labelsFor(make()), { from: 'logits' }));
});

/** The kernels that tfjs launched, by name. */
async function launches(run: () => Tensor): Promise<string[]> {
  const { kernelNames, result } = await profile(() => tidy(run));
  (result as Tensor).dispose();
  return kernelNames;
}

describe('in one launch', () => {
  const passes = (from: From) => outputsFor(from, [4, 6, 10]);
  test.each(['probabilities', 'logits'] as const)('from %s', async (from) => {
    const [rows, several, votes] = [
      outputsFor(from, [6, 10]),
      passes(from),
      randomUniform([5, 9], 0, 4, 'int32', 6) as Tensor2D,
    ];
    const labels = labelsFor(rows);
    const features = featuresFor(rows);
    const all: Record<string, () => Tensor> = {
      aadt: () => aadt(rows, { from }),
      entropy: () => entropy(rows, { from }),
      leastConfidence: () => leastConfidence(rows, { from }),
      margin: () => margin(rows, { from }),
      expectedGradientLength: () => expectedGradientLength(rows, { from, features }),
      crossEntropy: () => crossEntropy(rows, labels, { from }),
      el2n: () => el2n(rows, labels, { from }),
      trueClassDoubt: () => trueClassDoubt(rows, labels, { from }),
      bald: () => bald(several, { from }),
      meanStandardDeviation: () => meanStandardDeviation(several, { from }),
      variationRatio: () => variationRatio(several, { from }),
      voteEntropy: () => voteEntropy(votes, { classes: 4 }),
    };
    for (const [name, run] of Object.entries(all)) {
      const tensors = engine().state.numTensors;
      const names = await launches(run);
      if (getBackend() === 'wasm') {
        // Kernels there are where they are quicker than tfjs's operations.
        const own = /^(expectedGradientLength|crossEntropy|el2n|trueClassDoubt|voteEntropy)$/.test(
          name,
        );
        const before = from === 'logits' && name !== 'voteEntropy' ? ['Softmax'] : [];
        if (own) expect(names).toEqual([...before, `Gradus ${name}`]);
        else expect(names).not.toContain(`Gradus ${name}`);
      } else {
        expect(names).toEqual([`Gradus ${name}`]);
      }
      expect(engine().state.numTensors).toBe(tensors);
    }
    useFusedKernels(false);
    expect((await launches(all.entropy as () => Tensor)).length).toBeGreaterThan(4);
    for (const tensor of [rows, several, votes, labels, features]) tensor.dispose();
  });
});

test("of many passes the softmax is tfjs's, as a kernel has no room for their sums", async () => {
  const several = outputsFor('logits', [65, 2, 3]);
  const names = await launches(() => bald(several, { from: 'logits' }));
  several.dispose();
  expect(names[0]).toBe('Softmax');
  if (getBackend() !== 'wasm') expect(names).toEqual(['Softmax', 'Gradus bald']);
});

test('has a gradient, by its composed form', async () => {
  const logits = tensor2d([
    [1, 2, 0.5],
    [0, 0.25, -1],
  ]);
  const gradient = tidy(() => grad((x) => sum(entropy(x as Tensor2D, { from: 'logits' })))(logits));
  const values = await gradient.data();
  // dH / dz_k = -p_k (ln p_k + H)
  const expected = [
    [1, 2, 0.5],
    [0, 0.25, -1],
  ].flatMap((row) => {
    const e = row.map(Math.exp);
    const p = e.map((v) => v / e.reduce((a, b) => a + b));
    const h = -p.reduce((total, v) => total + v * Math.log(v), 0);
    return p.map((v) => -v * (Math.log(v) + h));
  });
  expected.forEach((value, k) => {
    expect(values[k]).toBeCloseTo(value, 5);
  });
  gradient.dispose();
  logits.dispose();
});
