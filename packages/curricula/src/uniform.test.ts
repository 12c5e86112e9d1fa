import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { batchesOf, chiSquare, countsOf, indicesIn } from '../test/helpers.ts';
import { uniform } from './index.ts';

describe('uniform', () => {
  test('draws every sample once a pass, through batches that straddle passes', async () => {
    const batches = await batchesOf(
      uniform({ size: 10, batchSize: 7, steps: 20, random: createRng(1) }),
    );
    const drawn = indicesIn(batches);
    for (let pass = 0; pass < 14; pass++) {
      expect(countsOf(drawn.slice(10 * pass, 10 * pass + 10), 10)).toEqual(Array(10).fill(1));
    }
  });

  test('wraps several times where a batch is larger than the data', async () => {
    const [batch] = await batchesOf(
      uniform({ size: 3, batchSize: 12, steps: 1, random: createRng(1) }),
    );
    expect(countsOf(batch?.indices ?? [], 3)).toEqual([4, 4, 4]);
  });

  test('makes every order of a pass as likely, later passes included', async () => {
    // 4! orders, 24,000 passes; a bias of 10 % in half of the orders gives about 35.
    const passes = await batchesOf(
      uniform({ size: 4, batchSize: 4, steps: 24_000, random: createRng(5) }),
    );
    const orders = new Map<string, number>();
    const count = (order: string) => orders.set(order, (orders.get(order) ?? 0) + 1);
    for (const { indices } of passes) count(indices.join());
    expect(orders.size).toBe(24);
    expect(chiSquare([...orders.values()], Array(24).fill(1 / 24))).toBeLessThan(4);

    // The test has power: the well-known biased shuffle, any place swapped with any, fails it.
    orders.clear();
    const random = createRng(5);
    for (let pass = 0; pass < 24_000; pass++) {
      const order = [0, 1, 2, 3];
      for (let i = 0; i < 4; i++) {
        const j = Math.floor(random() * 4);
        [order[i], order[j]] = [order[j] as number, order[i] as number];
      }
      count(order.join());
    }
    expect(chiSquare([...orders.values()], Array(24).fill(1 / 24))).toBeGreaterThan(20);
  });

  test('makes successive passes independent', async () => {
    const passes = await batchesOf(
      uniform({ size: 3, batchSize: 3, steps: 18_001, random: createRng(6) }),
    );
    const pairs = new Map<string, number>();
    for (let k = 1; k < passes.length; k++) {
      const pair = `${passes[k - 1]?.indices} ${passes[k]?.indices}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    expect(pairs.size).toBe(36);
    expect(chiSquare([...pairs.values()], Array(36).fill(1 / 36))).toBeLessThan(4);
  });

  test('draws each index evenly and independently with replacement', async () => {
    const drawn = indicesIn(
      await batchesOf(
        uniform({
          size: 10,
          batchSize: 100,
          steps: 10_000,
          random: createRng(2),
          replacement: true,
        }),
      ),
    );
    expect(chiSquare(countsOf(drawn, 10), Array(10).fill(0.1))).toBeLessThan(4);
    // Power: a law whose probabilities are all 1 % off is told at a million draws.
    const off = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 0.101 : 0.099));
    expect(chiSquare(countsOf(drawn, 10), off)).toBeGreaterThan(8);
    const pairs = drawn.slice(1).map((index, k) => 10 * (drawn[k] as number) + index);
    expect(chiSquare(countsOf(pairs, 100), Array(100).fill(0.01))).toBeLessThan(4);
    // Power: passes without replacement never repeat at once within a pass, and are told apart.
    const passes = indicesIn(
      await batchesOf(uniform({ size: 10, batchSize: 100, steps: 1000, random: createRng(2) })),
    );
    const ordered = passes.slice(1).map((index, k) => 10 * (passes[k] as number) + index);
    expect(chiSquare(countsOf(ordered, 100), Array(100).fill(0.01))).toBeGreaterThan(20);
  });

  test('hands out one sample again and again where there is one', async () => {
    const batches = await batchesOf(
      uniform({ size: 1, batchSize: 3, steps: 2, random: Math.random }),
    );
    expect(batches).toEqual([
      { step: 0, phase: 0, indices: new Int32Array(3) },
      { step: 1, phase: 0, indices: new Int32Array(3) },
    ]);
  });

  test('names a random that leaves [0, 1)', async () => {
    const curriculum = uniform({ size: 5, batchSize: 1, steps: 1, random: () => 1 });
    await expect(batchesOf(curriculum)).rejects.toThrow(
      'uniform: random() must be in [0, 1), but it gave 1',
    );
  });

  test.each([
    [{ size: 0 }, 'uniform: size must be an integer >= 1, got 0'],
    [{ size: 2.5 }, 'uniform: size must be an integer >= 1, got 2.5'],
    [{ batchSize: 0 }, 'uniform: batchSize must be an integer >= 1, got 0'],
    [{ batchSize: Number.NaN }, 'uniform: batchSize must be an integer >= 1, got NaN'],
    [{ steps: -1 }, 'uniform: steps must be an integer >= 0, got -1'],
    [{ steps: Infinity }, 'uniform: steps must be an integer >= 0, got Infinity'],
    [{ random: 7 as never }, 'uniform: random must be a function, got 7'],
    [{ replacement: 1 as never }, 'uniform: replacement must be true or false, got 1'],
  ])('refuses %o', (bad, message) => {
    const good = { size: 5, batchSize: 2, steps: 3, random: createRng(1) };
    expect(() => uniform({ ...good, ...bad })).toThrow(message);
  });
});
