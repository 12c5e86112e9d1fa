import { createRng } from '@gradus/samplers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf, chiSquare, countsOf, indicesIn } from '../test/helpers.ts';
import { type BootstrappedOptions, bootstrapped, phaseLengths } from './index.ts';

const good: BootstrappedOptions = {
  difficulty: [0.3, 0.1, 0.9, 0.7, 0.5, 0.2],
  tasks: 3,
  batchSize: 2,
  steps: 9,
  order: 'easy-first',
  phases: 'equal-updates',
  random: Math.random,
};
const byPhase = async (options: Partial<BootstrappedOptions>) => {
  const seen: number[][] = [];
  for (const { phase, indices } of await batchesOf(bootstrapped({ ...good, ...options }))) {
    seen[phase] = [...(seen[phase] ?? []), ...indices];
  }
  return seen.map((indices) => [...new Set(indices)].sort());
};

describe('bootstrapped', () => {
  test('begins with the easiest task and adds the next, the easier first', async () => {
    expect(await byPhase({ order: 'easy-first' })).toEqual([
      [1, 5],
      [0, 1, 4, 5],
      [0, 1, 2, 3, 4, 5],
    ]);
  });

  test('begins with the hardest task where asked', async () => {
    expect(await byPhase({ order: 'hard-first' })).toEqual([
      [2, 3],
      [0, 2, 3, 4],
      [0, 1, 2, 3, 4, 5],
    ]);
  });

  test('ranks infinite difficulties, too', async () => {
    const difficulty = [Infinity, 1, -Infinity, Infinity];
    expect(await byPhase({ difficulty, tasks: 2 })).toEqual([
      [1, 2],
      [0, 1, 2, 3],
    ]);
  });

  test('passes over what a phase has, each sample once a pass, from the start of the phase', async () => {
    const batches = await batchesOf(bootstrapped({ ...good, steps: 18, random: createRng(4) }));
    for (const [phase, size] of [2, 4, 6].entries()) {
      const drawn = indicesIn(batches.filter((batch) => batch.phase === phase));
      expect(drawn).toHaveLength(12);
      for (let at = 0; at < 12; at += size) {
        expect(new Set(drawn.slice(at, at + size)).size).toBe(size);
      }
    }
  });

  test('takes the updates that phaseLengths says, of tasks whose sizes differ by at most one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom('equal-updates' as const, 'equal-epochs' as const),
        fc.constantFrom('easy-first' as const, 'hard-first' as const),
        async (size, wanted, steps, phases, order) => {
          const tasks = Math.min(size, wanted);
          const difficulty = Float32Array.from({ length: size }, (_, i) => (7 * (i + 1)) % 31);
          const batches = await batchesOf(
            bootstrapped({ ...good, difficulty, tasks, batchSize: size, steps, phases, order }),
          );
          const lengths = phaseLengths({ size, tasks, steps, phases });
          expect(
            countsOf(
              batches.map(({ phase }) => phase),
              tasks,
            ),
          ).toEqual(lengths);
          // The first batch of a phase, of `size` draws, holds everything that is available.
          const ranked = [...difficulty.keys()].sort(
            (i, j) => (difficulty[i] as number) - (difficulty[j] as number),
          );
          if (order === 'hard-first') ranked.reverse();
          for (let k = 0; k < tasks; k++) {
            const first = batches.find(({ phase }) => phase === k);
            if (first === undefined) continue;
            const available = new Set(first.indices);
            expect(Math.abs(available.size - ((k + 1) * size) / tasks)).toBeLessThan(1);
            const easiest = ranked.slice(0, available.size);
            for (const { phase, indices } of batches) {
              if (phase === k) expect(easiest).toEqual(expect.arrayContaining([...indices]));
            }
          }
        },
      ),
    );
  });

  test('breaks ties at random, not by the order of the data', async () => {
    const random = createRng(8);
    const first = async (order: BootstrappedOptions['order'], size: number) => {
      const difficulty = new Float32Array(size).fill(1);
      const options = { ...good, difficulty, tasks: 2, batchSize: size / 2, steps: 1, random };
      // one update of the first phase: all of the first task
      return indicesIn(await batchesOf(bootstrapped({ ...options, order, steps: 2 }), 1));
    };
    for (const order of ['easy-first', 'hard-first', 'random'] as const) {
      const drawn: number[] = [];
      for (let k = 0; k < 1000; k++) drawn.push(...(await first(order, 10)));
      // By index the first five would be drawn 1000 times and the rest never: about 1000.
      expect(chiSquare(countsOf(drawn, 10), Array(10).fill(0.1))).toBeLessThan(4);
    }
  });

  test('ranks by nothing in random order', async () => {
    const random = createRng(9);
    const drawn: number[] = [];
    for (let k = 0; k < 1000; k++) {
      drawn.push(
        ...indicesIn(await batchesOf(bootstrapped({ ...good, order: 'random', random }), 1)),
      );
    }
    expect(chiSquare(countsOf(drawn, 6), Array(6).fill(1 / 6))).toBeLessThan(4);
  });

  test('leaves the difficulties as they are', async () => {
    const difficulty = Float64Array.of(3, 1, 2);
    await batchesOf(bootstrapped({ ...good, difficulty }));
    expect(difficulty).toEqual(Float64Array.of(3, 1, 2));
  });

  test.each([
    [{ difficulty: [] }, "bootstrapped: difficulty must hold at least one sample's"],
    [
      { difficulty: undefined as never },
      "bootstrapped: difficulty must hold at least one sample's",
    ],
    [{ difficulty: [0, Number.NaN, 1] }, 'bootstrapped: difficulty[1] is NaN'],
    [{ difficulty: [0, '1', 1] as never }, 'bootstrapped: difficulty[1] must be a number, got 1'],
    [{ tasks: 0 }, 'bootstrapped: tasks must be an integer >= 1, got 0'],
    [{ tasks: 7 }, 'bootstrapped: tasks must be at most the 6 samples, got 7'],
    [{ batchSize: -1 }, 'bootstrapped: batchSize must be an integer >= 1, got -1'],
    [{ steps: 0.5 }, 'bootstrapped: steps must be an integer >= 0, got 0.5'],
    [
      { order: 'easy' as never },
      "order must be 'easy-first' or 'hard-first' or 'random', got easy",
    ],
    [{ phases: 'equal' as never }, "phases must be 'equal-updates' or 'equal-epochs', got equal"],
    [{ random: undefined as never }, 'bootstrapped: random must be a function, got undefined'],
  ])('refuses %o', (bad, message) => {
    expect(() => bootstrapped({ ...good, ...bad })).toThrow(message);
  });
});
