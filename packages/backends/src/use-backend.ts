import {
  engine,
  env,
  findBackendFactory,
  getBackend,
  ready,
  setBackend,
} from '@tensorflow/tfjs-core';
import { platform } from '#platform';
import { isLoaded } from './available-backends.ts';
import { BACKEND_NAMES, type BackendName, PACKAGES, tfjsName } from './backend-name.ts';
import type { Platform } from './platform.ts';

export interface UseBackendOptions {
  /** Loads the backend's package, for bundlers: `() => import('@tensorflow/tfjs-backend-wasm')`. */
  load?: (() => Promise<unknown>) | undefined;
  /**
   * Where the wasm backend's files are: a folder, or each file's address by its name. Node finds
   * them by itself; a browser needs it unless they lie beside the script.
   */
  wasmPaths?: string | Record<string, string> | undefined;
}

/** The backend that is in use now. */
export interface UsedBackend {
  name: BackendName;
  /** What it runs on, for people to read: `AMD EPYC, WebAssembly with SIMD`. */
  device: string;
}

/**
 * Loads and starts a TensorFlow.js backend.
 *
 * With `'auto'` it is the first that is there and starts: in Node of node-gpu, node, webgpu, wasm,
 * cpu, in browsers of webgpu, webgl, wasm, cpu. A webgpu or webgl whose adapter is software
 * (SwiftShader, llvmpipe) is passed over by `'auto'`, and named as such in `device` where it is
 * asked for.
 *
 * Once it resolves, `tf.getBackend()` is that backend (`tensorflow` for node and node-gpu) and
 * `tf.ready()` is done. Where it fails, the backend that was in use stays in use.
 *
 * @param name A backend, or `'auto'`.
 * @throws TypeError if the name is unknown, or `load` comes with `'auto'`.
 * @throws Error if the backend is absent or does not start, with the reason and what would cure it.
 *
 * @example
 * ```ts
 * import { getBackend } from '@tensorflow/tfjs-core';
 * import { useBackend } from '@gradus/backends';
 * const { name } = await useBackend('wasm');
 * name; // => 'wasm'
 * getBackend(); // => 'wasm'
 * ```
 */
export function useBackend(
  name: BackendName | 'auto',
  options: UseBackendOptions = {},
): Promise<UsedBackend> {
  return useOn(platform, name, options);
}

/** `useBackend` on a given platform. */
export async function useOn(
  platform: Platform,
  name: BackendName | 'auto',
  { load, wasmPaths }: UseBackendOptions = {},
): Promise<UsedBackend> {
  if (name !== 'auto') {
    if (!BACKEND_NAMES.includes(name)) {
      const names = ['auto', ...BACKEND_NAMES].join(', ');
      throw new TypeError(`useBackend: name must be one of ${names}, got ${JSON.stringify(name)}`);
    }
    const probe = await platform.probe(name, load !== undefined || isLoaded(name));
    if (!probe.available) {
      throw new Error(
        `useBackend: ${name} is not available: ${probe.reason} (cure: ${probe.cure})`,
      );
    }
    return start(platform, name, { load, wasmPaths });
  }
  if (load !== undefined) {
    throw new TypeError(
      "useBackend: load brings one backend's package, so it needs its name, got 'auto'",
    );
  }
  const failures: string[] = [];
  for (const candidate of platform.auto) {
    const probe = await platform.probe(candidate, isLoaded(candidate));
    if (!probe.available) failures.push(`${candidate}: ${probe.reason} (cure: ${probe.cure})`);
    else if (probe.software) failures.push(`${candidate}: only ${probe.software}`);
    else {
      try {
        return await start(platform, candidate, { wasmPaths });
      } catch (error) {
        failures.push(String(error));
      }
    }
  }
  throw new Error(`useBackend: no backend is available: ${failures.join('; ')}`);
}

async function start(
  platform: Platform,
  name: BackendName,
  { load, wasmPaths }: UseBackendOptions,
): Promise<UsedBackend> {
  try {
    await platform.prepare(name);
    const paths = name === 'wasm' ? wasmPaths : undefined;
    let loaded: unknown;
    if (load !== undefined) loaded = await load();
    else if (!isLoaded(name) || paths !== undefined) loaded = await platform.load(name);
    if (paths !== undefined) (loaded as Wasm).setWasmPaths(paths);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`useBackend: ${name} cannot be loaded: ${words}`, { cause: error });
  }
  const known = tfjsName(name);
  if (findBackendFactory(known) == null) {
    throw new Error(
      `useBackend: loading ${PACKAGES[name]} did not bring ${name}; was it loaded before, without a GPU?`,
    );
  }
  const before = getBackend() as string | undefined;
  let started = false;
  try {
    started = (await setBackend(known)) && suits(name);
  } finally {
    // tfjs leaves a backend that did not start as the one in use.
    if (!started && before != null && before !== known) await setBackend(before);
  }
  if (!started) throw new Error(`useBackend: ${name} did not start; tfjs's warning says why`);
  await ready();
  return { name, device: await deviceOf(platform, name) };
}

/** Both of TensorFlow's packages register one name: the one loaded first may be the other one. */
function suits(name: BackendName): boolean {
  return name !== 'node-gpu' || (engine().backend as Tensorflow).isUsingGpuDevice === true;
}

async function deviceOf(platform: Platform, name: BackendName): Promise<string> {
  switch (name) {
    case 'cpu':
      return `${platform.processor}, plain JavaScript`;
    case 'wasm': {
      const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
      return `${platform.processor}, WebAssembly ${simd ? 'with' : 'without'} SIMD`;
    }
    case 'webgl':
    case 'webgpu':
      return platform.graphics(name);
    default: {
      const { binding, isUsingGpuDevice } = engine().backend as Tensorflow;
      const version = `TensorFlow ${binding?.TF_Version ?? 'of an unknown version'}`;
      return isUsingGpuDevice ? `a CUDA device, ${version}` : `${platform.processor}, ${version}`;
    }
  }
}

/** What the wasm backend's package exports. */
interface Wasm {
  setWasmPaths(paths: string | Record<string, string>): void;
}

/** The inside of TensorFlow's backend, as far as it is shown. */
type Tensorflow = ReturnType<typeof engine>['backend'] & {
  binding?: { TF_Version?: string };
  isUsingGpuDevice?: boolean;
};
