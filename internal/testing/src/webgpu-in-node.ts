import { create, globals } from 'webgpu';

/** Gives Node what browsers have: WebGPU, as Dawn implements it. Before tfjs's backend is loaded. */
export async function provideWebgpu(): Promise<void> {
  Object.assign(globalThis, globals);
  const navigator = globalThis.navigator ?? {};
  Object.defineProperty(navigator, 'gpu', { value: create([]), configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
