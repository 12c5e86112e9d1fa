import { type BackendName, type UsedBackend, useBackend } from '@gradus/backends';
import { installWasmTraining } from '@gradus/wasm-training';
import { env } from '@tensorflow/tfjs-core';

/** Starts a backend, and makes wasm train. */
export async function startBackend(name: string): Promise<UsedBackend> {
  env().set('PROD', true); // or tfjs's cpu backend advises to install another one
  const used = await useBackend(name as BackendName | 'auto');
  if (used.name === 'wasm') installWasmTraining();
  return used;
}
