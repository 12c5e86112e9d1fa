import {
  dispose,
  getBackend,
  KernelBackend,
  matMul,
  registerBackend,
  removeBackend,
  setBackend,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { platform as thisPlatform } from '#platform';
import type { BackendName } from './backend-name.ts';
import type { Platform, Probe } from './platform.ts';
import { useBackend, useOn } from './use-backend.ts';

afterEach(async () => {
  await setBackend('cpu');
});

/** A backend as tfjs-node registers it, without a GPU. */
class Tensorflow extends KernelBackend {
  readonly isUsingGpuDevice = false;
  override dispose(): void {}
}

/** This platform, but with these backends seen so by `auto`, in this order. */
function pretending(seen: [BackendName, Probe][]): Platform {
  const probes = new Map(seen);
  return {
    ...thisPlatform,
    auto: [...probes.keys()],
    probe: async (name) => probes.get(name) as Probe,
    prepare: async () => {},
  };
}

const there: Probe = { available: true };
const gone: Probe = { available: false, reason: 'it is gone', cure: 'get it' };

describe('a backend by its name', () => {
  test.each(['wasm', 'cpu'] as const)('%s is loaded, started and computes', async (name) => {
    const used = await useBackend(name);
    expect(used.name).toBe(name);
    expect(used.device).toMatch(name === 'wasm' ? /.+, WebAssembly with/ : /.+, plain JavaScript$/);
    expect(getBackend()).toBe(name);
    const [a, b] = [tensor2d([[1, 2]]), tensor2d([[3], [4]])];
    const product = matMul(a, b);
    expect([...(await product.data())]).toEqual([11]);
    dispose([a, b, product]);
  });

  test('an absent one throws with the reason and the cure, and changes nothing', async () => {
    await useBackend('cpu');
    await expect(useBackend('webgl')).rejects.toThrow(
      'useBackend: webgl is not available: it runs only in browsers (cure: use webgpu in Node, or wasm without a GPU)',
    );
    expect(getBackend()).toBe('cpu');
  });

  test('an unknown one throws a TypeError that lists the names', async () => {
    const attempt = useBackend('gpu' as BackendName);
    await expect(attempt).rejects.toThrow(TypeError);
    await expect(attempt).rejects.toThrow(
      'useBackend: name must be one of auto, node-gpu, node, webgpu, webgl, wasm, cpu, got "gpu"',
    );
  });

  test('a software adapter is used where it is asked for', async () => {
    const seen = pretending([['cpu', { available: true, software: 'llvmpipe' }]]);
    expect(await useOn(seen, 'cpu')).toMatchObject({ name: 'cpu' });
  });

  test('one that does not start throws, and the one before stays in use', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    registerBackend('webgpu', async () => {
      throw new Error('no device');
    });
    await expect(useOn(pretending([['webgpu', there]]), 'webgpu')).rejects.toThrow(
      "useBackend: webgpu did not start; tfjs's warning says why",
    );
    expect(getBackend()).toBe('cpu');
    removeBackend('webgpu');
  });

  test('one whose package does not bring it throws', async () => {
    const attempt = useOn({ ...pretending([['webgpu', there]]), load: vi.fn() }, 'webgpu');
    await expect(attempt).rejects.toThrow(
      'useBackend: loading @tensorflow/tfjs-backend-webgpu did not bring webgpu',
    );
  });

  test('one whose package fails while it loads throws with its words', async () => {
    const load = async () => {
      throw new Error('damaged');
    };
    await expect(useOn(pretending([['webgpu', there]]), 'webgpu', { load })).rejects.toThrow(
      'useBackend: webgpu cannot be loaded: damaged',
    );
  });

  test("node-gpu is not taken for started where TensorFlow's other package is in its place", async () => {
    registerBackend('tensorflow', () => new Tensorflow());
    const attempt = useOn({ ...pretending([['node-gpu', there]]), load: vi.fn() }, 'node-gpu');
    await expect(attempt).rejects.toThrow('useBackend: node-gpu did not start');
    expect(getBackend()).toBe('cpu');
    removeBackend('tensorflow');
  });
});

describe('a loader', () => {
  test('is called instead of looking for the package', async () => {
    const load = vi.fn(() => import('@tensorflow/tfjs-backend-wasm'));
    const elsewhere: Platform = {
      ...thisPlatform,
      probe: async (_, loaded) => (loaded ? there : gone),
      load: vi.fn(),
    };
    expect(await useOn(elsewhere, 'wasm', { load })).toMatchObject({ name: 'wasm' });
    expect(load).toHaveBeenCalledOnce();
    expect(elsewhere.load).not.toHaveBeenCalled();
  });

  test('gives wasm its paths', async () => {
    const setWasmPaths = vi.fn();
    await import('@tensorflow/tfjs-backend-wasm');
    await useBackend('wasm', { load: async () => ({ setWasmPaths }), wasmPaths: '/files/' });
    expect(setWasmPaths).toHaveBeenCalledWith('/files/');
  });

  test('needs the name of a backend', async () => {
    await expect(useBackend('auto', { load: async () => {} })).rejects.toThrow(TypeError);
  });
});

describe('auto', () => {
  test('takes the first that is there', async () => {
    const seen = pretending([
      ['node', gone],
      ['cpu', there],
      ['wasm', there],
    ]);
    expect(await useOn(seen, 'auto')).toMatchObject({ name: 'cpu' });
  });

  test('passes over a software adapter', async () => {
    const seen = pretending([
      ['webgpu', { available: true, software: 'SwiftShader' }],
      ['wasm', there],
    ]);
    expect(await useOn(seen, 'auto')).toMatchObject({ name: 'wasm' });
  });

  test('passes over one that does not start', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    registerBackend('webgpu', async () => {
      throw new Error('no device');
    });
    const seen = pretending([
      ['webgpu', there],
      ['wasm', there],
    ]);
    expect(await useOn(seen, 'auto')).toMatchObject({ name: 'wasm' });
    removeBackend('webgpu');
  });

  test('says of each backend why there is none', async () => {
    const seen = pretending([
      ['webgpu', { available: true, software: 'SwiftShader' }],
      ['wasm', gone],
    ]);
    await expect(useOn(seen, 'auto')).rejects.toThrow(
      'useBackend: no backend is available: webgpu: only SwiftShader; wasm: it is gone (cure: get it)',
    );
  });

  test('in this workspace it is wasm', async () => {
    expect(await useBackend('auto')).toMatchObject({ name: 'wasm' });
    expect(getBackend()).toBe('wasm');
  });
});
