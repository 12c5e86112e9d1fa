import { nearly } from '@gradus/testing';
import { type Tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type AadtOptions, aadt, useFusedKernels } from './index.ts';

async function score(rows: number[][], options?: AadtOptions): Promise<number[]> {
  const scores: Tensor = tidy(() => aadt(tensor2d(rows), options));
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
}

test('the floor is one of the mean distance, whatever the number of classes', async () => {
  const even = [[0.25, 0.25, 0.25, 0.25]];
  expect(await score(even, { floor: 0.125 })).toEqual([8]);
  expect(await score(even, { floor: 0.125, power: 2 })).toEqual([8]);
  expect((await score(even))[0]).toBeCloseTo(1e6, -1);
  expect(await score([[0.75, 0.25]], { floor: 0.25 })).toEqual([4]);
  expect(await score([[0.75, 0.25]], { floor: 0.5 })).toEqual([2]);
});

test('power 2 squares the distance', async () => {
  expect(await score([[0.75, 0.25]], { power: 2 })).toEqual([16]);
});

test('refuses another power and a floor that is none', () => {
  const outputs = tensor2d([[1, 0]]);
  expect(() => aadt(outputs, { power: 3 as never })).toThrow('aadt: power must be 1 or 2, got 3');
  for (const floor of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const message = `aadt: floor must be a finite number > 0, got ${floor}`;
    expect(() => aadt(outputs, { floor })).toThrow(message);
  }
  outputs.dispose();
});

/** Rows whose logits lie around 0, 3 or -20, apart by `scale`, as float32 has them. */
function nearlyEven(classes: number, scale: number): number[][] {
  return [0, 3, -20].map((base) =>
    Array.from({ length: classes }, (_, k) => Math.fround(base + scale * Math.sin(7 * k + base))),
  );
}

function softmax(row: number[]): number[] {
  const e = row.map((x) => Math.exp(x - Math.max(...row)));
  const total = e.reduce((a, b) => a + b);
  return e.map((x) => x / total);
}

/** The score in float64. */
function exact(p: number[], power: 1 | 2): number {
  const distances = p.map((x) => Math.abs(x - 1 / p.length) ** power);
  return 1 / Math.max(distances.reduce((a, b) => a + b) / p.length, 1e-6);
}

// Each in both its forms: see useFusedKernels.
describe.each([true, false])('near the even split, with kernels: %s', (enabled) => {
  const scored = async (rows: number[][], options: AadtOptions) => {
    useFusedKernels(enabled);
    try {
      return await score(rows, options);
    } finally {
      useFusedKernels(true);
    }
  };
  const cases = [2, 3, 10, 300].flatMap((classes) =>
    [1e-5, 1e-3, 0.03, 0.4, 0.6, 3].flatMap((scale) =>
      ([1, 2] as const).map((power) => ({ classes, scale, power })),
    ),
  );

  test.each(cases)(
    'float32 keeps the digits of logits, $classes classes $scale apart, power $power',
    async ({ classes, scale, power }) => {
      const rows = nearlyEven(classes, scale);
      const expected = rows.map((row) => exact(softmax(row), power));
      nearly(await scored(rows, { from: 'logits', power }), expected, { relative: 2e-5 });
    },
  );

  test.each(cases)(
    'of probabilities the bound is kept, $classes classes $scale apart, power $power',
    async ({ classes, scale, power }) => {
      const rows = nearlyEven(classes, scale).map(softmax);
      const values = await scored(rows, { power });
      values.forEach((value, i) => {
        const expected = exact(rows[i] as number[], power);
        const bound = 1e-7 * ((power === 1 ? expected : Math.sqrt(expected)) / classes);
        expect(Math.abs(value / expected - 1)).toBeLessThan(bound * (1 + bound) + 1e-6);
      });
    },
  );

  test('a masked class and one far above the others take nothing from the digits', async () => {
    const rows = [
      [0, 1e-3, -1e-3, Number.NEGATIVE_INFINITY],
      [9000, 9000.001, 8990, 8980],
      [12, 1e-3, 0, -1e-3],
    ].map((row) => row.map(Math.fround));
    const expected = rows.map((row) => exact(softmax(row), 1));
    nearly(await scored(rows, { from: 'logits' }), expected, { relative: 2e-5 });
  });
});
