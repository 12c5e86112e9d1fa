import '@tensorflow/tfjs-backend-cpu';
import { env, memory, ready, setBackend, version_core } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect } from 'vitest';

const backend = process.env.GRADUS_BACKEND ?? 'cpu';

beforeAll(async () => {
  if (process.env.GRADUS_TFJS === 'lowest') expect(version_core).toBe('4.0.0');
  // Silences tfjs's "install tfjs-node" banner. IS_TEST would too, but its own leak check calls what
  // a loss or a layer saves for its gradient a leak, and throws.
  env().set('PROD', true);
  if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  if (!(await setBackend(backend))) throw new Error(`the ${backend} backend did not start`);
  await ready();
});

let tensors = 0;
beforeEach(() => {
  tensors = memory().numTensors;
});
afterEach(() => {
  expect(memory().numTensors, 'tensors leaked by this test').toBe(tensors);
});
