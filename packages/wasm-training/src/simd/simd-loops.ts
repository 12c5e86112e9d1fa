import { isWasmBackend, type WasmBackend } from '../wasm-heap.ts';
import { BYTES } from './bytes.ts';

/** The loops of simd/training.ts, over one backend's memory. Addresses in bytes, counts in elements. */
export interface SimdLoops {
  adam(...args: number[]): void;
  momentum(...args: number[]): void;
  maxPoolGrad(...args: number[]): void;
  product(...args: number[]): void;
  normaliseRows(...args: number[]): void;
  withRow(...args: number[]): void;
  convolutionFilterGradient(...args: number[]): void;
  convolutionInputGradient(...args: number[]): void;
}

const found = new WeakMap<object, SimdLoops | undefined>();

/**
 * The compiled loops for a backend, or `undefined` where they cannot run: without SIMD, where tfjs keeps its memory
 * elsewhere than this package knows, or shares it among threads. All callers have another way.
 */
export function simdLoops(backend: unknown): SimdLoops | undefined {
  if (!isWasmBackend(backend)) return undefined;
  if (!found.has(backend.wasm)) found.set(backend.wasm, instantiate(backend));
  return found.get(backend.wasm);
}

function instantiate({ wasm }: WasmBackend): SimdLoops | undefined {
  const memory = Object.values(wasm.asm ?? {}).find(
    (one): one is WebAssembly.Memory => one instanceof WebAssembly.Memory,
  );
  if (memory === undefined || memory.buffer !== wasm.HEAPU8.buffer) return undefined;
  try {
    const bytes = Uint8Array.from(atob(BYTES), (char) => char.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { memory },
    });
    return exports as unknown as SimdLoops;
  } catch {
    return undefined; // no SIMD, or a memory shared among threads
  }
}
