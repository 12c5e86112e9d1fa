import {
  AdamOptimizer,
  env,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  MomentumOptimizer,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import * as everything from './index.ts';
import { installWasmTraining } from './index.ts';

const FILTER = 'Conv2DBackpropFilter';

afterEach(() => vi.restoreAllMocks());

test('the package exports installWasmTraining and nothing else', () => {
  expect(Object.keys(everything)).toEqual(['installWasmTraining']);
});

test('installing adds and replaces kernels, taking out leaves the stock ones as they were', () => {
  const before = registered();
  const uninstall = installWasmTraining();
  const during = registered();
  expect(before.has(FILTER)).toBe(false);
  expect(during.has(FILTER)).toBe(true);
  expect(during.get('BatchMatMul')).not.toBe(before.get('BatchMatMul'));
  uninstall();
  expect(registered()).toEqual(before);
  expect(getKernel('BatchMatMul', 'wasm')).toBe(before.get('BatchMatMul'));
});

test("taking out gives tfjs's optimisers back their own updates, however often it was installed", () => {
  const updates = () =>
    [AdamOptimizer, MomentumOptimizer].map(({ prototype }) => prototype.applyGradients);
  const before = updates();
  installWasmTraining();
  const during = updates();
  expect(during).not.toEqual(before);
  const uninstall = installWasmTraining();
  expect(updates()).toEqual(during);
  uninstall();
  expect(updates()).toEqual(before);
  uninstall();
  expect(updates()).toEqual(before);
});

test('a second call changes nothing, and either result takes it out, once', () => {
  const first = installWasmTraining();
  const during = registered();
  const second = installWasmTraining();
  expect(registered()).toEqual(during);
  second();
  expect(getKernel(FILTER, 'wasm')).toBeUndefined();
  const third = installWasmTraining();
  first(); // spent: it must not take out what was installed after it
  expect(getKernel(FILTER, 'wasm')).toBeDefined();
  third();
  expect(getKernel(FILTER, 'wasm')).toBeUndefined();
});

test('tfjs is not made to warn', () => {
  const warn = vi.spyOn(console, 'warn');
  env().set('PROD', false); // there it never warns
  installWasmTraining()();
  env().set('PROD', true);
  expect(warn).not.toHaveBeenCalled();
});

test('a backend that starts later is set up as by the stock kernels', () => {
  const stock = getKernel('BatchMatMul', 'wasm')?.setupFunc;
  const uninstall = installWasmTraining();
  expect(stock).toBeTypeOf('function');
  expect(getKernel('BatchMatMul', 'wasm')?.setupFunc).toBe(stock);
  uninstall();
});

test('without the wasm backend it throws and says what to import', () => {
  const stock = getKernel('BatchMatMul', 'wasm') as KernelConfig;
  unregisterKernel('BatchMatMul', 'wasm');
  try {
    expect(() => installWasmTraining()).toThrow(
      "installWasmTraining: the wasm backend is not loaded; import '@tensorflow/tfjs-backend-wasm' first",
    );
  } finally {
    registerKernel(stock);
  }
});

test.each([
  FILTER,
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'UnsortedSegmentSum',
])('it steps aside for %s where the backend has it itself', (kernelName) => {
  const theirs = { kernelName, backendName: 'wasm', kernelFunc: vi.fn() };
  registerKernel(theirs);
  const uninstall = installWasmTraining();
  expect(getKernel(kernelName, 'wasm')).toBe(theirs);
  uninstall();
  expect(getKernel(kernelName, 'wasm')).toBe(theirs);
  unregisterKernel(kernelName, 'wasm');
});

test('a kernel that someone else put in since is left to them', () => {
  const uninstall = installWasmTraining();
  const theirs = { kernelName: FILTER, backendName: 'wasm', kernelFunc: vi.fn() };
  unregisterKernel(FILTER, 'wasm');
  registerKernel(theirs);
  uninstall();
  expect(getKernel(FILTER, 'wasm')).toBe(theirs);
  unregisterKernel(FILTER, 'wasm');
});

test('importing the auto entry installs it', async () => {
  await import('./auto.ts');
  expect(getKernel(FILTER, 'wasm')).toBeDefined();
  installWasmTraining()();
  expect(getKernel(FILTER, 'wasm')).toBeUndefined();
});

function registered(): Map<string, KernelConfig> {
  return new Map(getKernelsForBackend('wasm').map((config) => [config.kernelName, config]));
}
