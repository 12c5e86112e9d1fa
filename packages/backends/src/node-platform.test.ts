import { afterEach, describe, expect, test, vi } from 'vitest';
import type { BackendName } from './backend-name.ts';
import { type NodeHost, nodePlatform } from './node-platform.ts';

/** A Node in which these packages are installed and every child process ends like this. */
function node(
  installed: string[],
  {
    version = 20,
    ok = true,
    output = '',
  }: Partial<NodeHost & { ok: boolean; output: string }> = {},
) {
  const host = {
    processor: 'a processor',
    version,
    resolve: vi.fn((name: string) => (installed.includes(name) ? `/modules/${name}` : undefined)),
    load: vi.fn(async (_: string): Promise<unknown> => ({})),
    run: vi.fn(async () => ({ ok, output })),
  };
  return {
    host,
    probe: (name: BackendName, loaded = false) => nodePlatform(host).probe(name, loaded),
  };
}

const TFJS_NODE = '@tensorflow/tfjs-node';
const TFJS_NODE_GPU = '@tensorflow/tfjs-node-gpu';
const WEBGPU = ['@tensorflow/tfjs-backend-webgpu', 'webgpu'];
const adapter = (info: object) => ({
  output: `a warning of the driver\n${JSON.stringify(info)}\n`,
});

test('auto goes from TensorFlow over webgpu and wasm to plain JavaScript', () => {
  expect(nodePlatform(node([]).host).auto).toEqual(['node-gpu', 'node', 'webgpu', 'wasm', 'cpu']);
});

test.each(['cpu', 'wasm'] as const)(
  '%s is there once its package is installed or loaded',
  async (name) => {
    const wanted = `@tensorflow/tfjs-backend-${name}`;
    expect(await node([wanted]).probe(name)).toEqual({ available: true });
    expect(await node([]).probe(name, true)).toEqual({ available: true });
    expect(await node([]).probe(name)).toEqual({
      available: false,
      reason: `${wanted} is not installed`,
      cure: `npm install ${wanted}`,
    });
  },
);

test('webgl is for browsers', async () => {
  const probe = await node(['@tensorflow/tfjs-backend-webgl']).probe('webgl', true);
  expect(probe).toMatchObject({ available: false, reason: 'it runs only in browsers' });
});

describe('tfjs-node', () => {
  test('works where its addon computes', async () => {
    const { host, probe } = node([TFJS_NODE], { output: '{"gpu":false}' });
    expect(await probe('node')).toEqual({ available: true });
    expect(host.run).toHaveBeenCalledWith(expect.any(String), `/modules/${TFJS_NODE}`);
  });

  test('is probed without being loaded', async () => {
    const { host, probe } = node([TFJS_NODE], { output: '{"gpu":false}' });
    await probe('node');
    expect(host.load).not.toHaveBeenCalled();
  });

  test('is absent where it is not installed', async () => {
    const { host, probe } = node([]);
    expect(await probe('node')).toEqual({
      available: false,
      reason: `${TFJS_NODE} is not installed`,
      cure: `npm install ${TFJS_NODE}`,
    });
    expect(host.run).not.toHaveBeenCalled();
  });

  test('without its native addon it can be rebuilt', async () => {
    const output = `Error: The Node.js native addon module (tfjs_binding.node) can not be found at path: x`;
    const probe = await node([TFJS_NODE], { ok: false, output }).probe('node');
    expect(probe).toMatchObject({
      available: false,
      reason: expect.stringContaining('without its native addon'),
      cure: expect.stringMatching(
        /^npm rebuild @tensorflow\/tfjs-node, or .*install-tfjs-node\.mjs$/,
      ),
    });
  });

  test('breaks on Node 23, installed or not', async () => {
    const broken = {
      version: 23,
      ok: false,
      output: 'x.js:1\n\nTypeError: util_1.isArray is not a function',
    };
    expect(await node([TFJS_NODE], broken).probe('node')).toEqual({
      available: false,
      reason: `${TFJS_NODE} does not work on Node 23: TypeError: util_1.isArray is not a function`,
      cure: 'use Node 22 or 20',
    });
    expect(await node([], { version: 24 }).probe('node')).toMatchObject({
      reason: `${TFJS_NODE} is not installed, and does not work on Node 24`,
      cure: `npm install ${TFJS_NODE}, with Node 22 or 20`,
    });
  });

  test('any other failure is told in its own words', async () => {
    const output = 'some.js:12\nError: libtensorflow.so.2: cannot open shared object file\n  at y';
    expect(await node([TFJS_NODE], { ok: false, output }).probe('node')).toMatchObject({
      reason: `${TFJS_NODE} fails: Error: libtensorflow.so.2: cannot open shared object file`,
    });
  });

  test('with a GPU counts only where TensorFlow finds one', async () => {
    const found = node([TFJS_NODE_GPU], { output: '{"gpu":true}' });
    expect(await found.probe('node-gpu')).toEqual({ available: true });
    const none = node([TFJS_NODE_GPU], { output: '{"gpu":false}' });
    expect(await none.probe('node-gpu')).toMatchObject({
      available: false,
      reason: 'TensorFlow finds no CUDA device',
    });
  });
});

describe('webgpu', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('needs both of its packages, and names what is missing', async () => {
    expect(await node([]).probe('webgpu')).toEqual({
      available: false,
      reason: '@tensorflow/tfjs-backend-webgpu and webgpu are not installed',
      cure: 'npm install @tensorflow/tfjs-backend-webgpu webgpu@0.6.2',
    });
    expect(await node([], {}).probe('webgpu', true)).toMatchObject({
      reason: 'webgpu is not installed',
      cure: 'npm install webgpu@0.6.2',
    });
  });

  test('is there with an adapter', async () => {
    const { host, probe } = node(WEBGPU, adapter({ vendor: 'nvidia', description: 'NVIDIA H200' }));
    expect(await probe('webgpu')).toEqual({ available: true, software: undefined });
    expect(host.load).not.toHaveBeenCalled();
  });

  test.each([
    [
      { description: 'SwiftShader driver 5.0.0', isFallbackAdapter: true },
      'SwiftShader driver 5.0.0 (software)',
    ],
    [
      { description: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
      'llvmpipe (LLVM 15.0.6, 256 bits) (software)',
    ],
    [{ vendor: 'google', architecture: 'swiftshader' }, 'google swiftshader (software)'],
  ])('tells a software adapter from a GPU: %j', async (info, software) => {
    expect(await node(WEBGPU, adapter(info)).probe('webgpu')).toEqual({
      available: true,
      software,
    });
  });

  test('is absent without an adapter', async () => {
    expect(await node(WEBGPU, { output: 'null\n' }).probe('webgpu')).toMatchObject({
      available: false,
      reason: 'no graphics adapter was found',
    });
  });

  test('is absent where Dawn does not load', async () => {
    const output = "Error: /lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found";
    expect(await node(WEBGPU, { ok: false, output }).probe('webgpu')).toEqual({
      available: false,
      reason: `the webgpu package does not start: ${output}`,
      cure: 'npm install webgpu@0.6.2',
    });
  });

  test('gets a navigator.gpu before its package is loaded, once', async () => {
    vi.stubGlobal('navigator', {});
    const { host } = node(WEBGPU);
    const gpu = { requestAdapter: async () => ({ info: { description: 'a GPU' } }) };
    const create = vi.fn(() => gpu);
    host.load.mockResolvedValue({ create, globals: { GPUBufferUsageOfTest: 1 } });
    const platform = nodePlatform(host);
    await platform.prepare('wasm');
    expect(create).not.toHaveBeenCalled();
    await platform.prepare('webgpu');
    await platform.prepare('webgpu');
    expect(create).toHaveBeenCalledTimes(1);
    expect((globalThis.navigator as unknown as { gpu: unknown }).gpu).toBe(gpu);
    expect(globalThis).toHaveProperty('GPUBufferUsageOfTest', 1);
    Reflect.deleteProperty(globalThis, 'GPUBufferUsageOfTest');
    expect(await platform.graphics('webgpu')).toBe('a GPU');
    expect(await platform.probe('webgpu', true)).toMatchObject({ available: true });
    expect(host.run).not.toHaveBeenCalled(); // there is a navigator.gpu to ask
  });
});
