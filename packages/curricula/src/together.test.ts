import { createRng, epochPlan, quotaSampler, systematicSample } from '@gradus/samplers';
import { importanceWeights, rankProbabilities, temper } from '@gradus/temperature';
import { log, mul, neg, softmax, sum, type Tensor1D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { batchesOf, chiSquare, countsOf, indicesIn, plainDraw } from '../test/helpers.ts';
import { type Batch, type DynamicSampledOptions, dynamicSampled, uniform } from './index.ts';

/** A model's outputs for some samples: the first tenth of them stays unsure. */
const outputs = (indices: Int32Array, size: number) =>
  tensor2d(
    Array.from(indices, (i) => (i < size / 10 ? [0, 0] : [4, 0])),
    [indices.length, 2],
  );
const entropy = (logits: ReturnType<typeof outputs>): Tensor1D =>
  tidy(() => {
    const p = softmax(logits);
    return neg(sum(mul(p, log(p)), 1));
  });

describe('with the samplers and the temperature of the house', () => {
  /** The design's own example, on made-up outputs. */
  const free = (options: Partial<DynamicSampledOptions> = {}) => {
    const random = options.random ?? createRng(7);
    const size = 1000;
    return dynamicSampled({
      size,
      batchSize: 50,
      steps: 200,
      rescoreEvery: 20,
      random,
      weigh: (scores) => temper(scores, { favour: 'hard', maxRatio: 30 }).probabilities,
      draw: quotaSampler(size, { random }),
      ...options,
    });
  };
  const train = async (curriculum: ReturnType<typeof free>, most = Infinity) => {
    const batches: Batch[] = [];
    for await (const batch of curriculum) {
      const { indices } = batch;
      const logits = outputs(indices, 1000);
      curriculum.observe(indices, entropy(logits));
      logits.dispose();
      batches.push(batch);
      if (batches.length === most) break;
    }
    return batches;
  };

  test('free scores draw the unsure samples thirty times as often, and everything sometimes', async () => {
    const batches = await train(free());
    const counts = countsOf(indicesIn(batches.filter(({ phase }) => phase === 1)), 1000);
    // By the second half all have been seen: shares of 30 and 1 in 10 and 90 parts of the samples.
    const late = countsOf(indicesIn(batches.slice(100)), 1000);
    const mean = (from: number, to: number) =>
      late.slice(from, to).reduce((total, count) => total + count, 0) / (to - from);
    const ratio = mean(0, 100) / mean(100, 1000);
    expect(ratio).toBeGreaterThan(28);
    expect(ratio).toBeLessThan(32);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  test('weights in an array that is used again give the same batches', async () => {
    const out = new Float64Array(1000);
    const weigh = (scores: Float32Array) => temper(scores, { favour: 'hard', maxRatio: 30, out });
    expect(await train(free({ weigh }))).toEqual(await train(free()));
  });

  test('the warm-up is one stretch in which every sample has its share', async () => {
    const batches = await train(free(), 20);
    expect(countsOf(indicesIn(batches), 1000)).toEqual(Array(1000).fill(1));
  });

  test('a continued run with quotas and free scores gives the batches that would have come', async () => {
    const whole = await train(free());
    for (const most of [1, 19, 20, 21, 57, 199]) {
      const first = free();
      await train(first, most);
      const from = structuredClone(first.snapshot());
      const rest = await train(free({ random: createRng(most), from }));
      expect(rest).toEqual(whole.slice(most));
    }
  });

  test('a scoring pass and epoch plans, as in the thesis, follow the tempered probabilities', async () => {
    const size = 100;
    const random = createRng(5);
    const scores = Float32Array.from({ length: size }, (_, i) => Math.sin(i));
    const score = (indices: Int32Array) => Float32Array.from(indices, (i) => scores[i] as number);
    const { probabilities } = temper(scores, { favour: 'hard', maxRatio: 10 });
    const seen: number[] = [];
    const curriculum = dynamicSampled({
      size,
      batchSize: 20,
      steps: 2000,
      rescoreEvery: 40,
      warmUp: 0,
      random,
      score,
      weigh: (z) => temper(z, { favour: 'hard', maxRatio: 10 }).probabilities,
      draw: (p, count, from) => epochPlan(p, count, { random: from }),
      correct: (p) => importanceWeights(p),
    });
    for await (const { indices, weights } of curriculum) {
      seen.push(...indices);
      indices.forEach((i, k) => {
        expect(weights?.[k]).toBeCloseTo(1 / (size * (probabilities[i] as number)), 4);
      });
    }
    // Each stretch draws floor or ceil of its share, so the counts are nearer than chance allows.
    const counts = countsOf(seen, size);
    for (const [i, count] of counts.entries()) {
      expect(Math.abs(count - 40_000 * (probabilities[i] as number))).toBeLessThan(50);
    }
    expect(chiSquare(counts, probabilities)).toBeLessThan(-3);
  });

  test('rank probabilities make it the online batch selection of Loshchilov and Hutter', async () => {
    const size = 20;
    const random = createRng(15);
    const losses = Float32Array.from({ length: size }, (_, i) => (i * 7) % 20); // rank i is 3 i mod 20
    const steps = 40_000;
    const curriculum = dynamicSampled({
      size,
      batchSize: 5,
      steps,
      rescoreEvery: 100,
      warmUp: 0,
      random,
      score: (indices) => Float32Array.from(indices, (i) => losses[i] as number),
      weigh: (scores, progress) =>
        rankProbabilities(scores, { favour: 'hard', maxRatio: 100 ** (1 - progress) }),
      draw: plainDraw,
    });
    // Their eq. 2: p_i = exp(-ln s rank_i / N) / sum, rank 0 the largest loss; ours over N - 1.
    const law = (progress: (step: number) => number, from: number, to: number) => {
      const p = new Float64Array(size);
      for (let step = from; step < to; step += 100) {
        const s = 100 ** (1 - progress(step));
        const each = [...losses].map((loss) => Math.exp((-Math.log(s) * (19 - loss)) / 19));
        const sum = each.reduce((a, b) => a + b);
        for (const [i, x] of each.entries()) (p[i] as number) += x / sum / ((to - from) / 100);
      }
      return p;
    };
    const batches = await batchesOf(curriculum);
    for (const [from, to] of [
      [0, 2000],
      [20_000, 22_000],
      [38_000, 40_000],
    ] as const) {
      const counts = countsOf(indicesIn(batches.slice(from, to)), size);
      expect(
        chiSquare(
          counts,
          law((step) => step / steps, from, to),
        ),
      ).toBeLessThan(4);
      // Power: a pressure that is not annealed, or off by a tenth of the way, is told.
      expect(
        chiSquare(
          counts,
          law((step) => step / steps + 0.1, from, to),
        ),
      ).toBeGreaterThan(4);
    }
  });

  test('random scores are a control of free scores, in one line', async () => {
    const random = createRng('scores');
    const curriculum = free();
    const late: number[] = [];
    for await (const { step, indices } of curriculum) {
      if (step >= 20) late.push(...indices);
      curriculum.observe(indices, Float32Array.from(indices, random));
    }
    const counts = countsOf(late, 1000);
    const mean = (from: number, to: number) =>
      counts.slice(from, to).reduce((total, count) => total + count, 0) / (to - from);
    // No sample is favoured for what it is: the first tenth, unsure above, is drawn as the others are.
    expect(Math.abs(mean(0, 100) / mean(100, 1000) - 1)).toBeLessThan(0.15);
  });

  test('equal weights and an epoch plan of one pass make dynamicSampled equal in law to uniform', async () => {
    const size = 4;
    const passes = async (curriculum: AsyncIterable<Batch>) => {
      const orders = new Map<string, number>();
      for await (const { indices } of curriculum) {
        orders.set(indices.join(), (orders.get(indices.join()) ?? 0) + 1);
      }
      return [...orders.values()];
    };
    const run = { size, batchSize: size, steps: 12_000 };
    const dynamic = dynamicSampled({
      ...run,
      random: createRng(11),
      rescoreEvery: 1,
      score: (indices) => new Float32Array(indices.length),
      weigh: () => new Float64Array(size).fill(1 / size),
      draw: (p, count, random) => epochPlan(p, count, { random }),
    });
    const even = Array(24).fill(1 / 24);
    for (const curriculum of [dynamic, uniform({ ...run, random: createRng(12) })]) {
      const orders = await passes(curriculum);
      expect(orders).toHaveLength(24);
      expect(chiSquare(orders, even)).toBeLessThan(4);
    }
    // Power: a draw that leaves its sample sorted is told at once.
    const sorted = dynamicSampled({
      ...run,
      steps: 100,
      random: createRng(13),
      rescoreEvery: 1,
      warmUp: 100,
      weigh: () => new Float64Array(size),
      draw: (p, count, random) => systematicSample(p, count, { random }),
    });
    expect(await passes(sorted)).toEqual([100]);
  });

  test('a plain epoch plan needs no more than the function itself', async () => {
    const random = createRng(0);
    const drawn = await batchesOf(
      dynamicSampled({
        size: 10,
        batchSize: 5,
        steps: 6,
        rescoreEvery: 2,
        warmUp: 6,
        random,
        weigh: () => new Float64Array(10),
        draw: (p, count) => epochPlan(p, count, { random }),
      }),
    );
    for (let pass = 0; pass < 3; pass++) {
      expect(countsOf(indicesIn(drawn.slice(2 * pass, 2 * pass + 2)), 10)).toEqual(
        Array(10).fill(1),
      );
    }
  });
});
