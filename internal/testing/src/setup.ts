import '@tensorflow/tfjs-backend-cpu';
import { env, memory, ready, setBackend, version_core } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The tfjs backend that tests run on; cpu where a configuration names none. */
    backend?: string;
  }
}

const backend = inject('backend') ?? 'cpu';

beforeAll(async () => {
  if (globalThis.process?.env?.GRADUS_TFJS === 'lowest') expect(version_core).toBe('4.0.0');
  // Silences tfjs's "install tfjs-node" banner. IS_TEST would too, but its own leak check calls what
  // a loss or a layer saves for its gradient a leak, and throws.
  env().set('PROD', true);
  if (backend === 'wasm') await loadWasm();
  if (backend === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
  if (backend === 'webgpu') await loadWebgpu();
  // These two would have the cpu backend work out what is as small as most tests.
  if (backend === 'webgl') env().set('WEBGL_CPU_FORWARD', false);
  if (backend === 'webgpu') env().set('WEBGPU_CPU_FORWARD', false);
  if (!(await setBackend(backend))) throw new Error(`the ${backend} backend did not start`);
  await ready();
});

async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (typeof document === 'undefined') return; // Node finds its .wasm files by itself
  const { wasmPaths } = await import('./wasm-paths.ts');
  setWasmPaths(wasmPaths);
}

async function loadWebgpu(): Promise<void> {
  if (typeof document === 'undefined') await (await import('./webgpu-in-node.ts')).provideWebgpu();
  await import('@tensorflow/tfjs-backend-webgpu');
}

let tensors = 0;
beforeEach(() => {
  tensors = memory().numTensors;
});
afterEach(() => {
  expect(memory().numTensors, 'tensors leaked by this test').toBe(tensors);
});
