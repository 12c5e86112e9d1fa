import { describe, expect, test } from 'vitest';
import { activeBias, dataMap, forgettingEvents, lossChange } from './index.ts';

// Four epochs of three samples: the probability of the true class.
const epochs = [
  [0.9, 0.2, 0.1],
  [0.8, 0.7, 0.2],
  [0.9, 0.4, 0.1],
  [1.0, 0.9, 0.2],
];
const all = [0, 1, 2];
const column = (i: number) => epochs.map((row) => row[i] as number);
const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
const variance = (values: number[]) => mean(values.map((v) => (v - mean(values)) ** 2));

function close(actual: Float32Array, expected: number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, 6);
  });
}

describe('forgettingEvents', () => {
  const after = (size = 3) => {
    const history = forgettingEvents(size);
    for (const row of epochs)
      history.observe(
        all,
        row.map((p) => p > 0.5),
      );
    return history;
  };

  test('counts the turns from right to wrong', () => {
    expect(after().scores()).toEqual(Float32Array.of(0, 1, 2)); // 2: never learned, so after all others
  });

  test('sets what was never right, or never seen, after all others', () => {
    const history = after(4);
    for (const right of [true, false, true, false]) history.observe([1], [right]);
    expect(history.scores()).toEqual(Float32Array.of(0, 3, 4, 4));
    const endless = forgettingEvents(1, { neverLearned: Number.POSITIVE_INFINITY });
    expect(endless.scores()).toEqual(Float32Array.of(Number.POSITIVE_INFINITY));
  });

  test('counts a sample that comes twice in one call in their order', () => {
    const history = forgettingEvents(1);
    history.observe([0, 0, 0, 0], [1, 0, 1, 0]);
    expect(history.scores()).toEqual(Float32Array.of(2));
  });

  test('goes on from a snapshot', () => {
    const first = forgettingEvents(2);
    first.observe([0], [true]);
    const second = forgettingEvents(2, { from: JSON.parse(JSON.stringify(first.snapshot())) });
    second.observe([0, 1], [false, true]);
    expect(second.scores()).toEqual(Float32Array.of(1, 0));
    expect(first.scores()).toEqual(Float32Array.of(0, 1));
  });

  test('refuses an answer that is neither right nor wrong', () => {
    expect(() => forgettingEvents(1).observe([0], [0.5])).toThrow(
      'forgettingEvents: correct[0] is 0.5',
    );
    expect(() => forgettingEvents(1, { neverLearned: -1 })).toThrow('neverLearned must be >= 0');
  });
});

describe('activeBias', () => {
  test('by variance is sqrt(v + v^2 / (n - 1)) and the smoothing', () => {
    const history = activeBias(4);
    for (const row of epochs) history.observe(all, row);
    const expected = all.map((i) => {
      const v = variance(column(i));
      return Math.sqrt(v + v ** 2 / 3) + 0.01;
    });
    close(history.scores(), [...expected, 0.01]);
  });

  test('by threshold is m (1 - m) and the smoothing', () => {
    const history = activeBias(4, { by: 'threshold', smoothing: 0.2 });
    for (const row of epochs) history.observe(all, row);
    const expected = all.map((i) => mean(column(i)) * (1 - mean(column(i))) + 0.2);
    close(history.scores(), [...expected, 0.2]);
  });

  test('has no variance after one observation', () => {
    const history = activeBias(1);
    history.observe([0], [0.5]);
    close(history.scores(), [0.01]);
  });

  test('refuses options out of their range', () => {
    expect(() => activeBias(1, { by: 'mean' as never })).toThrow("by must be 'variance' or");
    expect(() => activeBias(1, { smoothing: 0 })).toThrow('smoothing must be a finite number > 0');
  });
});

describe('dataMap', () => {
  test('has the mean and the standard deviation of all epochs', () => {
    const map = dataMap(4);
    for (const row of epochs) map.observe(all, row);
    close(map.confidence(), [...all.map((i) => mean(column(i))), 0]);
    close(map.variability(), [...all.map((i) => Math.sqrt(variance(column(i)))), 0]);
    close(map.scores(), [...all.map((i) => 1 - mean(column(i))), 1]);
  });

  test('keeps the spread of values that almost agree', () => {
    const map = dataMap(1);
    for (let k = 0; k < 1000; k++) map.observe([0], [0.9 + (k % 2) * 1e-9]);
    expect((map.variability()[0] as number) / 0.5e-9).toBeCloseTo(1, 5);
  });

  test('goes on from a snapshot as if there had been no break', () => {
    const [whole, half] = [dataMap(3), dataMap(3)];
    for (const row of epochs) whole.observe(all, row);
    for (const row of epochs.slice(0, 2)) half.observe(all, row);
    const rest = dataMap(3, { from: JSON.parse(JSON.stringify(half.snapshot())) });
    for (const row of epochs.slice(2)) rest.observe(all, row);
    expect(rest.variability()).toEqual(whole.variability());
    expect(rest.snapshot()).toEqual(whole.snapshot());
  });
});

describe('lossChange', () => {
  test('averages the absolute change, the first from 0', () => {
    const history = lossChange(2, { rate: 0.25 });
    for (const loss of [2, 1, 3]) history.observe([0], [loss]);
    const [first, second] = [0.25 * 2, 0.25 * 1 + 0.75 * 0.5];
    expect(first).toBe(0.5);
    close(history.scores(), [0.25 * 2 + 0.75 * second, 0]);
  });

  test('averages the loss itself where that is asked for', () => {
    const history = lossChange(1, { of: 'loss', rate: 0.5 });
    for (const loss of [2, 4]) history.observe([0], [loss]);
    close(history.scores(), [0.5 * 4 + 0.5 * 1]);
  });

  test('goes on from a snapshot', () => {
    const first = lossChange(1, { rate: 0.5 });
    first.observe([0], [2]);
    const second = lossChange(1, { rate: 0.5, from: JSON.parse(JSON.stringify(first.snapshot())) });
    second.observe([0], [3]);
    close(second.scores(), [0.5 * 1 + 0.5 * 1]);
  });

  test('refuses options out of their range, and a loss that is not finite', () => {
    expect(() => lossChange(1, { rate: 0 })).toThrow('rate must be in (0, 1], got 0');
    expect(() => lossChange(1, { of: 'flips' as never })).toThrow("of must be 'change' or 'loss'");
    expect(() => lossChange(1).observe([0], [Number.NaN])).toThrow('lossChange: losses[0] is NaN');
  });
});

describe.each([
  ['forgettingEvents', forgettingEvents],
  ['activeBias', activeBias],
  ['dataMap', dataMap],
  ['lossChange', lossChange],
] as const)('%s', (name, make) => {
  test('refuses sizes, indices and values that do not fit, and notes nothing of such a call', () => {
    expect(() => make(0)).toThrow(`${name}: size must be an integer >= 1, got 0`);
    const history = make(2);
    const before = history.snapshot();
    expect(() => history.observe([0, 2], [1, 1])).toThrow(
      `${name}: indices[1] must be an integer in [0, 2), got 2`,
    );
    expect(() => history.observe([0, 1], [1])).toThrow('as many values as indices, 2, got 1');
    expect(() => history.observe([0, 1], [1, Number.NaN])).toThrow(RangeError);
    expect(history.snapshot()).toEqual(before);
  });

  test('refuses a snapshot of another size or kind', () => {
    const from = make(2).snapshot() as never;
    expect(() => make(3, { from })).toThrow(/from\.\w+ must be 3 finite numbers/);
    expect(() => make(2, { from: {} as never })).toThrow(/from\.\w+ must be 2 finite numbers/);
  });
});
