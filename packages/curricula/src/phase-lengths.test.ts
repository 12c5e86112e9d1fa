import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phaseLengths } from './index.ts';

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const readings = ['equal-updates', 'equal-epochs'] as const;

describe('phaseLengths', () => {
  test("keeps the baseline's 100,000 updates in the thesis's example, where its naive schedule keeps 75,000", () => {
    const [size, epochs, tasks] = [1000, 100, 2];
    const steps = size * epochs; // batches of one
    const naive = [1, 2].map((k) => (epochs / tasks) * ((k * size) / tasks));
    expect(sum(naive)).toBe(75_000);
    expect(phaseLengths({ size, tasks, steps, phases: 'equal-updates' })).toEqual([50_000, 50_000]);
    expect(phaseLengths({ size, tasks, steps, phases: 'equal-epochs' })).toEqual([33_333, 66_667]);
  });

  test('gives the remainder to the last phase', () => {
    expect(phaseLengths({ size: 9, tasks: 3, steps: 11, phases: 'equal-updates' })).toEqual([
      3, 3, 5,
    ]);
    // 11 / 6, 22 / 6, and what is left
    expect(phaseLengths({ size: 9, tasks: 3, steps: 11, phases: 'equal-epochs' })).toEqual([
      1, 3, 7,
    ]);
  });

  test('sums to steps, and no earlier phase is off its share by an update', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.constantFrom(...readings),
        (tasks, steps, phases) => {
          const lengths = phaseLengths({ size: 50, tasks, steps, phases });
          expect(lengths).toHaveLength(tasks);
          expect(sum(lengths)).toBe(steps);
          lengths.slice(0, -1).forEach((length, k) => {
            const share =
              phases === 'equal-updates' ? 1 / tasks : (2 * (k + 1)) / (tasks * (tasks + 1));
            expect(Math.abs(length - steps * share)).toBeLessThan(1 + steps * 1e-15);
            expect(length).toBeGreaterThanOrEqual(0);
          });
        },
      ),
    );
  });

  test('makes as many passes in each phase with equal-epochs, where they divide', () => {
    const [size, tasks, steps] = [600, 3, 6000];
    const lengths = phaseLengths({ size, tasks, steps, phases: 'equal-epochs' });
    expect(lengths.map((length, k) => length / (((k + 1) * size) / tasks))).toEqual([5, 5, 5]);
  });

  test('leaves phases empty where there are fewer steps than tasks', () => {
    expect(phaseLengths({ size: 5, tasks: 5, steps: 3, phases: 'equal-updates' })).toEqual([
      0, 0, 0, 0, 3,
    ]);
    expect(phaseLengths({ size: 5, tasks: 2, steps: 0, phases: 'equal-epochs' })).toEqual([0, 0]);
  });

  test.each([
    [{ size: 0 }, 'phaseLengths: size must be an integer >= 1, got 0'],
    [{ tasks: 0 }, 'phaseLengths: tasks must be an integer >= 1, got 0'],
    [{ tasks: 1.5 }, 'phaseLengths: tasks must be an integer >= 1, got 1.5'],
    [{ tasks: 11 }, 'phaseLengths: tasks must be at most the 10 samples, got 11'],
    [{ steps: -1 }, 'phaseLengths: steps must be an integer >= 0, got -1'],
    [{ steps: Number.NaN }, 'phaseLengths: steps must be an integer >= 0, got NaN'],
    [{ phases: 'naive' as never }, "phases must be 'equal-updates' or 'equal-epochs', got naive"],
  ])('refuses %o', (bad, message) => {
    const good = { size: 10, tasks: 2, steps: 8, phases: 'equal-updates' as const };
    expect(() => phaseLengths({ ...good, ...bad })).toThrow(message);
    expect(() => phaseLengths({ ...good, ...bad })).toThrow(RangeError);
  });
});
