import type { BackendName, UseBackendOptions } from '@gradus/backends';
import { env } from '@tensorflow/tfjs-core';
import { type Asked, type Found, runSuite } from '../run-suite.ts';
import type { Suite } from '../suite.ts';

/** What `globalThis.bench` is in the page: runs a suite by its name. */
export type Page = (name: string, asked: Asked) => Promise<Found>;

const OPTIONS: Partial<Record<BackendName, UseBackendOptions>> = {
  cpu: { load: () => import('@tensorflow/tfjs-backend-cpu') },
  wasm: { load: () => import('@tensorflow/tfjs-backend-wasm'), wasmPaths: '/wasm/' },
  webgl: { load: () => import('@tensorflow/tfjs-backend-webgl') },
  webgpu: { load: () => import('@tensorflow/tfjs-backend-webgpu') },
};

/** In the page: makes it ready to be asked. */
export function answer(suites: Record<string, () => Promise<{ suite: Suite }>>): void {
  const page: Page = async (name, asked) => {
    const load = suites[name];
    if (load === undefined) throw new Error(`${name} is not in the page`);
    // tfjs asks by a timer whether WebGL is done, and a page's nested timers take 4 ms unless it goes around them so.
    env().set('USE_SETTIMEOUTCUSTOM', true);
    return runSuite((await load()).suite, asked, OPTIONS);
  };
  Object.assign(globalThis, { bench: page });
}
