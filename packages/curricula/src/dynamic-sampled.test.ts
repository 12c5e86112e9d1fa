import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { good, ones } from '../test/dynamic-options.ts';
import { batchesOf, chiSquare, countsOf, indicesIn, plainDraw } from '../test/helpers.ts';
import { type Draw, type DynamicSampledOptions, dynamicSampled } from './index.ts';

describe('the stretches of dynamicSampled', () => {
  /** What `draw` was asked for, as [weights, count], with these options and all scores 1. */
  const asked = async (options: Partial<DynamicSampledOptions>) => {
    const calls: [number[], number][] = [];
    const draw: Draw = (weights, count, random) => {
      calls.push([[...weights], count]);
      return plainDraw(weights, count, random);
    };
    await batchesOf(dynamicSampled({ ...good, score: ones, ...options, draw }));
    return calls;
  };
  const equal = [0.25, 0.25, 0.25, 0.25];
  const weighed = [1, 1, 1, 1];

  test('begin with one of equal weights, and the last is as long as is left', async () => {
    expect(await asked({})).toEqual([
      [equal, 12],
      [weighed, 12],
      [weighed, 6],
    ]);
  });

  test('begin anew where the warm-up ends, whatever its length', async () => {
    expect(await asked({ warmUp: 5 })).toEqual([
      [equal, 12],
      [equal, 3],
      [weighed, 12],
      [weighed, 3],
    ]);
    expect(await asked({ warmUp: 0 })).toEqual([
      [weighed, 12],
      [weighed, 12],
      [weighed, 6],
    ]);
    expect(await asked({ warmUp: 99 })).toEqual([
      [equal, 12],
      [equal, 12],
      [equal, 6],
    ]);
  });

  test('are one where rescoreEvery exceeds steps', async () => {
    expect(await asked({ rescoreEvery: 1000 })).toEqual([[equal, 30]]);
    expect(await asked({ rescoreEvery: 1000, warmUp: 0 })).toEqual([[weighed, 30]]);
  });

  test('ask for nothing where there are no steps', async () => {
    expect(await asked({ steps: 0 })).toEqual([]);
  });

  test('tell the warm-up, phase 0, from the rest, phase 1', async () => {
    const batches = await batchesOf(dynamicSampled({ ...good, score: ones, warmUp: 3 }));
    expect(batches.map(({ phase }) => phase)).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
  });

  test('are handed out in the order drawn, whatever becomes of the array that draw gave', async () => {
    const reused = new Int32Array(12);
    let drawn = 0;
    const draw: Draw = (_weights, count) => {
      for (let k = 0; k < count; k++) reused[k] = drawn++ % 4;
      return reused.subarray(0, count);
    };
    const curriculum = dynamicSampled({ ...good, score: ones, draw });
    const seen: number[] = [];
    for await (const { indices } of curriculum) {
      seen.push(...indices);
      reused.fill(0);
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, k) => k % 4));
  });

  test('follow the weights', async () => {
    const weights = [1, 2, 3, 0, 4];
    const counts = async (weigh: () => Float64Array) => {
      const random = createRng(12);
      const batches = await batchesOf(
        dynamicSampled({
          size: 5,
          batchSize: 500,
          steps: 2000,
          rescoreEvery: 100,
          warmUp: 0,
          random,
          weigh,
          draw: plainDraw,
          score: ones,
        }),
      );
      return countsOf(indicesIn(batches), 5);
    };
    const law = weights.map((weight) => weight / 10);
    expect(chiSquare(await counts(() => Float64Array.from(weights)), law)).toBeLessThan(4);
    // Power: every weight off by 1 % up or down is told at a million draws.
    const off = weights.map((weight, i) => weight * (i % 2 === 0 ? 1.01 : 0.99));
    expect(chiSquare(await counts(() => Float64Array.from(off)), law)).toBeGreaterThan(8);
  });
});

describe('the weights of a batch', () => {
  test('are what correct makes of the weights, for the samples of the batch', async () => {
    const curriculum = dynamicSampled({
      ...good,
      score: (indices) => Float32Array.from(indices, (i) => i + 1),
      correct: (weights) => weights.map((weight) => 1 / (4 * weight)),
    });
    for await (const { phase, indices, weights } of curriculum) {
      const expected = Float32Array.from(indices, (i) => (phase === 0 ? 1 : 1 / (4 * (i + 1))));
      expect(weights).toEqual(expected);
    }
  });

  test('may be infinite for samples that are not drawn', async () => {
    const weigh = () => Float64Array.of(0, 1, 1, 0);
    const correct = (weights: Float64Array) => weights.map((weight) => 1 / weight);
    const curriculum = dynamicSampled({ ...good, score: ones, weigh, correct, warmUp: 0 });
    for await (const { weights } of curriculum) expect(weights).toEqual(Float32Array.of(1, 1, 1));
  });

  test.each([
    [() => [1, 1], 'correct must give 4 weights, one for each sample, got 2'],
    [() => undefined, 'correct must give 4 weights, one for each sample, got undefined'],
    [() => [1, Number.NaN, 1, 1], 'correct gave NaN for sample 1, must be finite and >= 0'],
    [() => [1, Infinity, 1, 1], 'correct gave Infinity for sample 1, must be finite and >= 0'],
    [() => [1, -1, 1, 1], 'correct gave -1 for sample 1, must be finite and >= 0'],
  ])('are refused where correct gives nonsense: %o', async (correct, message) => {
    const draw: Draw = (_, count) => new Int32Array(count).fill(1);
    const curriculum = dynamicSampled({ ...good, draw, correct: correct as never });
    await expect(batchesOf(curriculum)).rejects.toThrow(`dynamicSampled: ${message}`);
  });
});

describe('a planned draw', () => {
  /** Hands out indices in turn, whatever the weights: its place is its memory. */
  const inTurn = () => {
    let next = 0;
    return {
      plan: (_: Float64Array, count: number) =>
        new Int32Array(count).map(() => Math.floor(next++ / 5) % 4),
      snapshot: () => ({ next }),
      restore(snapshot: { next: number }) {
        next = snapshot.next;
      },
    };
  };

  test('carries its memory from stretch to stretch and through snapshots', async () => {
    const run = (from?: DynamicSampledOptions['from']) =>
      dynamicSampled({ ...good, score: ones, random: createRng(1), draw: inTurn(), from });
    const whole = indicesIn(await batchesOf(run()));
    expect(whole).toEqual(Array.from({ length: 30 }, (_, k) => Math.floor(k / 5) % 4));
    for (let most = 0; most <= 10; most++) {
      const curriculum = run();
      await batchesOf(curriculum, most);
      const rest = await batchesOf(run(structuredClone(curriculum.snapshot())));
      expect(indicesIn(rest)).toEqual(whole.slice(3 * most));
    }
  });

  test('is not continued by a draw that is a function', () => {
    const from = dynamicSampled({ ...good, draw: inTurn() }).snapshot();
    expect(() => dynamicSampled({ ...good, from })).toThrow('its draw is planned, not function');
  });
});
