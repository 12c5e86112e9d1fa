import {
  type DataType,
  dispose,
  engine,
  setBackend,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // brings tfjs's gradients
import { nearly } from '@gradus/testing';
import { expect } from 'vitest';

export interface Result {
  shape: number[];
  dtype: DataType;
  values: ArrayLike<number>;
}

/** Runs on one backend and reads the results; `run` makes its tensors itself. */
export async function on(backend: 'cpu' | 'wasm', run: () => Tensor[]): Promise<Result[]> {
  await setBackend(backend);
  const buffers = engine().backend.numDataIds();
  try {
    const tensors = tidy(run);
    const results = await Promise.all(
      tensors.map(async (one) => ({
        shape: one.shape,
        dtype: one.dtype,
        values: await one.data(),
      })),
    );
    dispose(tensors);
    expect(engine().backend.numDataIds(), 'buffers leaked by a kernel').toBe(buffers);
    return results;
  } finally {
    await setBackend('wasm');
  }
}

/** Asserts that the wasm backend gives what the cpu backend gives. */
export async function sameOnBoth(run: () => Tensor[]): Promise<void> {
  const expected = await on('cpu', run);
  const actual = await on('wasm', run);
  same(actual, expected);
}

export function same(actual: Result[], expected: Result[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, want] of expected.entries()) {
    const got = actual[i] as Result;
    expect(got.shape).toEqual(want.shape);
    expect(got.dtype).toBe(want.dtype);
    nearly(got.values, want.values, { relative: 2e-5, floor: 1 });
  }
}

/** The sum of products of two results, in float64: a loss whose gradient by the first is the second. */
export function sumOfProducts([y, dy]: Result[]): number {
  return Array.from(y?.values ?? []).reduce((sum, v, i) => sum + v * (dy?.values[i] ?? 0), 0);
}

/** Repeatable values in [-1, 1], in steps of 1/8, so that sums of products are exact in float32. */
export function values(size: number, seed: number): Float32Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 8) % 17) / 8 - 1;
  });
}

/** Runs with a wasm backend on which the compiled loops cannot run: its memory is not to be found. */
export async function withoutLoops<T>(run: () => Promise<T>): Promise<T> {
  const backend = engine().findBackend('wasm') as unknown as { wasm: object };
  const { wasm } = backend;
  backend.wasm = Object.create(wasm, { asm: { value: {} } });
  try {
    return await run();
  } finally {
    backend.wasm = wasm;
  }
}
