import { useBackend } from '@gradus/backends';
import { installWasmTraining } from '@gradus/wasm-training';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';

/** WebAssembly: quick for a net as small as this one, and there in every browser. */
export async function startBackend(): Promise<void> {
  await useBackend('wasm', {
    load: () => import('@tensorflow/tfjs-backend-wasm'),
    wasmPaths: {
      'tfjs-backend-wasm.wasm': plain,
      'tfjs-backend-wasm-simd.wasm': simd,
      'tfjs-backend-wasm-threaded-simd.wasm': threaded,
    },
  });
  installWasmTraining();
}
