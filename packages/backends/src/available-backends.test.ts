import { getBackend } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { availableBackends, availableOn } from './available-backends.ts';
import { BACKEND_NAMES } from './backend-name.ts';
import * as everything from './index.ts';

test('the package exports useBackend and availableBackends and nothing else', () => {
  expect(Object.keys(everything).sort()).toEqual(['availableBackends', 'useBackend']);
});

test('every backend is told of, and every absent one has its reason and its cure', async () => {
  const all = await availableBackends();
  expect(all.map(({ name }) => name)).toEqual([...BACKEND_NAMES]);
  for (const { name, available, reason, cure } of all) {
    if (available) continue;
    expect(reason, name).toMatch(/\w/);
    expect(cure, name).toMatch(/\w/);
  }
});

test('in this workspace cpu and wasm are there, and what is not installed is not', async () => {
  const all = await availableBackends();
  const found = Object.fromEntries(all.map((one) => [one.name, one]));
  expect(found.cpu).toEqual({ name: 'cpu', available: true });
  expect(found.wasm).toEqual({ name: 'wasm', available: true });
  expect(found.webgl).toMatchObject({ available: false, reason: 'it runs only in browsers' });
  expect(found.node).toMatchObject({
    available: false,
    reason: expect.stringContaining('@tensorflow/tfjs-node is not installed'),
    cure: expect.stringContaining('npm install @tensorflow/tfjs-node'),
  });
  expect(found['node-gpu']).toMatchObject({ available: false });
  // Its packages are installed here: whether there is an adapter is the machine's affair.
  if (!found.webgpu?.available) expect(found.webgpu?.reason).toBe('no graphics adapter was found');
});

test('looking changes nothing', async () => {
  const before = getBackend();
  const globals = Object.keys(globalThis);
  await availableBackends();
  expect(getBackend()).toBe(before);
  expect(Object.keys(globalThis)).toEqual(globals);
});

test('a software adapter is available, with the reason why auto passes it over', async () => {
  const all = await availableOn({
    auto: [],
    processor: '',
    probe: async (name) => ({
      available: true,
      software: name === 'webgpu' ? 'SwiftShader' : undefined,
    }),
    prepare: async () => {},
    load: async () => {},
    graphics: async () => '',
  });
  expect(all.find(({ name }) => name === 'webgpu')).toEqual({
    name: 'webgpu',
    available: true,
    reason: 'its adapter is software: SwiftShader',
  });
});
