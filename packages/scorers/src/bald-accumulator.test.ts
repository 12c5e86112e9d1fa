import { nearly } from '@gradus/testing';
import {
  memory,
  randomUniform,
  softmax,
  stack,
  type Tensor,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { bald, baldAccumulator } from './index.ts';

async function take(scores: Tensor): Promise<number[]> {
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
}

test('gives after each pass what bald gives of the passes so far', async () => {
  const passes = Array.from({ length: 5 }, (_, i) =>
    tidy(() => softmax(randomUniform([4, 3], -3, 3, 'float32', i + 1))),
  );
  const accumulator = baldAccumulator();
  for (const [i, pass] of passes.entries()) {
    accumulator.add(pass);
    expect(accumulator.passes).toBe(i + 1);
    const expected = await take(tidy(() => bald(stack(passes.slice(0, i + 1)))));
    const options = { relative: 2e-5, floor: 1e-3 };
    nearly(await take(accumulator.result()), expected, options);
    nearly(await take(accumulator.result()), expected, options); // asking changes nothing
  }
  accumulator.dispose();
  for (const pass of passes) pass.dispose();
});

test('holds as many tensors and bytes after a hundred passes as after one', () => {
  const accumulator = baldAccumulator();
  const outputs = tensor2d([[0.25, 0.75]]);
  accumulator.add(outputs);
  const { numTensors, numBytes } = memory();
  for (let pass = 1; pass < 100; pass++) accumulator.add(outputs);
  expect(memory()).toMatchObject({ numTensors, numBytes });
  accumulator.dispose();
  outputs.dispose();
});

test('is never below 0, where rounding would take it', async () => {
  const outputs = tidy(() => softmax(randomUniform([200, 5], -12, 12, 'float32', 1)));
  for (const passes of [3, 7]) {
    const accumulator = baldAccumulator();
    for (let pass = 0; pass < passes; pass++) accumulator.add(outputs);
    const scores = await take(accumulator.result());
    expect(Math.min(...scores)).toBe(0);
    expect(Math.max(...scores)).toBeLessThan(1e-7);
    accumulator.dispose();
  }
  outputs.dispose();
});

test('keeps its sums through tidy, and its inputs are free to go', async () => {
  const accumulator = baldAccumulator();
  tidy(() => accumulator.add(tensor2d([[1, 0]])));
  tidy(() => accumulator.add(tensor2d([[0, 1]])));
  nearly(await take(accumulator.result()), [Math.LN2], { relative: 2e-5 });
  accumulator.dispose();
});

test('refuses a result before the first pass, and another shape than before', async () => {
  const accumulator = baldAccumulator();
  expect(() => accumulator.result()).toThrow(
    'baldAccumulator: result() was called before any add()',
  );
  const first = tensor2d([[0.5, 0.5]]);
  accumulator.add(first);
  for (const [other, message] of [
    [tensor2d([[1, 0, 0]]), 'outputs must be [1, 2] as before, got [1, 3]'],
    [tensor2d([1, 0, 1, 0], [2, 2]), 'outputs must be [1, 2] as before, got [2, 2]'],
    [tensor1d([1, 0]), 'outputs must be a float32 tensor [n, classes], got rank 1, [2]'],
  ] as const) {
    expect(() => accumulator.add(other as Tensor)).toThrow(`baldAccumulator: ${message}`);
    other.dispose();
  }
  expect(accumulator.passes).toBe(1);
  expect(await take(accumulator.result())).toEqual([0]);
  first.dispose();
  accumulator.dispose();
});

test('refuses to go on after dispose, which may come twice', () => {
  const accumulator = baldAccumulator();
  const outputs = tensor2d([[1, 0]]);
  accumulator.add(outputs);
  accumulator.dispose();
  accumulator.dispose();
  expect(() => accumulator.add(outputs)).toThrow(
    'baldAccumulator: add() was called after dispose()',
  );
  expect(() => accumulator.result()).toThrow(
    'baldAccumulator: result() was called after dispose()',
  );
  outputs.dispose();
});
