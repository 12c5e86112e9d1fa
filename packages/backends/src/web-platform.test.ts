import { expect, test, vi } from 'vitest';
import type { AdapterInfo } from './adapter.ts';
import { type WebHost, webPlatform } from './web-platform.ts';

const gpu = (info: AdapterInfo | null) => ({
  requestAdapter: async () => (info === null ? null : { info }),
});

function browser(host: Partial<WebHost> = {}) {
  return webPlatform({
    processor: '8 logical processors',
    hasWebAssembly: true,
    gpu: gpu({ vendor: 'apple', architecture: 'metal-3' }),
    renderer: () => 'ANGLE (Apple, ANGLE Metal Renderer: Apple M2)',
    resolves: () => false,
    load: vi.fn(),
    ...host,
  });
}

test('auto goes from webgpu over webgl and wasm to plain JavaScript', () => {
  expect(browser().auto).toEqual(['webgpu', 'webgl', 'wasm', 'cpu']);
});

test('the backends of Node are absent', async () => {
  for (const name of ['node', 'node-gpu'] as const) {
    expect(await browser().probe(name, true)).toMatchObject({ reason: 'it runs only in Node' });
  }
});

test('a backend is there once its package is loaded, or an import map knows it', async () => {
  for (const name of ['webgpu', 'webgl', 'wasm', 'cpu'] as const) {
    expect(await browser().probe(name, true)).toEqual({ available: true });
    expect(await browser({ resolves: () => true }).probe(name, false)).toEqual({ available: true });
  }
});

test('a package that is not loaded is to be imported, or given a loader', async () => {
  expect(await browser().probe('wasm', false)).toEqual({
    available: false,
    reason: '@tensorflow/tfjs-backend-wasm is not loaded',
    cure:
      "import '@tensorflow/tfjs-backend-wasm', or call useBackend('wasm', " +
      "{ load: () => import('@tensorflow/tfjs-backend-wasm') })",
  });
});

test.each([
  ['webgpu', { gpu: undefined }, 'this browser has no WebGPU here'],
  ['webgpu', { gpu: gpu(null) }, 'WebGPU finds no adapter'],
  ['webgl', { renderer: () => undefined }, 'this browser has no WebGL'],
  ['wasm', { hasWebAssembly: false }, 'this browser has no WebAssembly'],
] as const)('%s is absent where the browser lacks it', async (name, host, reason) => {
  expect(await browser(host).probe(name, true)).toMatchObject({ available: false, reason });
});

test('software adapters are told from GPUs', async () => {
  const host = {
    gpu: gpu({ vendor: 'google', architecture: 'swiftshader', isFallbackAdapter: true }),
    renderer: () => 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))',
  };
  expect(await browser(host).probe('webgpu', true)).toEqual({
    available: true,
    software: 'google swiftshader (software)',
  });
  expect(await browser(host).probe('webgl', true)).toMatchObject({
    software: expect.stringContaining('SwiftShader'),
  });
  expect(await browser(host).graphics('webgl')).toMatch(/\(software\)$/);
});

test('a GPU is described by what it says of itself', async () => {
  expect(await browser().graphics('webgpu')).toBe('apple metal-3');
  expect(await browser().graphics('webgl')).toBe('ANGLE (Apple, ANGLE Metal Renderer: Apple M2)');
});
