import { findBackendFactory } from '@tensorflow/tfjs-core';
import { platform } from '#platform';
import { BACKEND_NAMES, type BackendName, tfjsName } from './backend-name.ts';
import type { Platform } from './platform.ts';

/** Whether one backend can be used here, and if not, why and what would change that. */
export interface Availability {
  name: BackendName;
  available: boolean;
  /** Why it is absent; of a software adapter, why `'auto'` passes it over. */
  reason?: string;
  /** What would make it available: a command where one would. */
  cure?: string;
}

/**
 * Finds out which TensorFlow.js backends can be used here.
 *
 * Nothing is loaded and nothing changes: packages are looked up, and in Node, TensorFlow's binding
 * and the graphics adapter are tried in a process of their own, where they are installed (a second
 * or two). An available backend can still fail when it starts; `useBackend` then says so.
 *
 * @returns Every backend, in the order node-gpu, node, webgpu, webgl, wasm, cpu.
 *
 * @example
 * ```ts
 * import { availableBackends } from '@gradus/backends';
 * const backends = await availableBackends();
 * backends.find(({ name }) => name === 'wasm'); // => { name: 'wasm', available: true }
 * backends.find(({ name }) => name === 'webgl').reason; // => 'it runs only in browsers'
 * ```
 */
export function availableBackends(): Promise<Availability[]> {
  return availableOn(platform);
}

/** `availableBackends` on a given platform. */
export function availableOn(platform: Platform): Promise<Availability[]> {
  return Promise.all(
    BACKEND_NAMES.map(async (name): Promise<Availability> => {
      const probe = await platform.probe(name, isLoaded(name));
      if (!probe.available) return { name, ...probe };
      if (probe.software === undefined) return { name, available: true };
      return { name, available: true, reason: `its adapter is software: ${probe.software}` };
    }),
  );
}

/** Whether a backend's package is loaded. Both of TensorFlow's register one name: that says too little. */
export function isLoaded(name: BackendName): boolean {
  const known = tfjsName(name);
  return known === name && findBackendFactory(known) != null;
}
