import type {} from '@gradus/testing/setup'; // says what inject gives
import { wasmPaths } from '@gradus/testing/wasm-paths';
import { dispose, getBackend, matMul, tensor2d } from '@tensorflow/tfjs-core';
import { afterEach, expect, inject, test } from 'vitest';
import { availableBackends, useBackend } from '../src/index.ts';

// The set-up has loaded one of these, on SwiftShader, and the cpu backend; nothing else is loaded.
const graphics = inject('backend') as 'webgl' | 'webgpu';

afterEach(async () => {
  await useBackend(graphics);
});

async function computes(): Promise<void> {
  const [a, b] = [tensor2d([[1, 2]]), tensor2d([[3], [4]])];
  const product = matMul(a, b);
  expect([...(await product.data())]).toEqual([11]);
  dispose([a, b, product]);
}

test('a backend that is loaded is started, and its software adapter named as such', async () => {
  await useBackend('cpu');
  const { name, device } = await useBackend(graphics);
  expect(name).toBe(graphics);
  expect(device).toMatch(/swiftshader.*software/i);
  expect(getBackend()).toBe(graphics);
  await computes();
});

test('auto passes over a software adapter', async () => {
  const { name, device } = await useBackend('auto');
  expect(name).not.toBe(graphics);
  expect(device).toMatch(/\d+ logical processors/);
  await computes();
});

test('one that is not loaded says how to load it, and nothing changes', async () => {
  await expect(useBackend('wasm', {})).rejects.toThrow(
    "useBackend: wasm is not available: @tensorflow/tfjs-backend-wasm is not loaded (cure: import '@tensorflow/tfjs-backend-wasm', or call useBackend('wasm', { load: () => import('@tensorflow/tfjs-backend-wasm') }))",
  );
  expect(getBackend()).toBe(graphics);
});

test("Node's backends are absent, with a reason and a cure", async () => {
  for (const { name, available, reason, cure } of await availableBackends()) {
    if (name === 'node' || name === 'node-gpu') expect(available).toBe(false);
    if (available) continue;
    expect(reason, name).toMatch(/\w/);
    expect(cure, name).toMatch(/\w/);
  }
  expect(getBackend()).toBe(graphics);
});

test('wasm comes through a loader, with its files where a bundler put them', async () => {
  const { name, device } = await useBackend('wasm', {
    load: () => import('@tensorflow/tfjs-backend-wasm'),
    wasmPaths,
  });
  expect(name).toBe('wasm');
  expect(device).toMatch(/logical processors, WebAssembly with SIMD$/);
  expect(getBackend()).toBe('wasm');
  await computes();
});
