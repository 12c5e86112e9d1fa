/** The backends by the names that this package uses for them, quickest kind first. */
export const BACKEND_NAMES = ['node-gpu', 'node', 'webgpu', 'webgl', 'wasm', 'cpu'] as const;

/**
 * A TensorFlow.js backend.
 *
 * `node-gpu` and `node` are TensorFlow's own library by `@tensorflow/tfjs-node-gpu` and
 * `@tensorflow/tfjs-node`, both of which tfjs calls `tensorflow`; the others have tfjs's names.
 */
export type BackendName = (typeof BACKEND_NAMES)[number];

/** The package that brings each backend. */
export const PACKAGES: Record<BackendName, string> = {
  'node-gpu': '@tensorflow/tfjs-node-gpu',
  node: '@tensorflow/tfjs-node',
  webgpu: '@tensorflow/tfjs-backend-webgpu',
  webgl: '@tensorflow/tfjs-backend-webgl',
  wasm: '@tensorflow/tfjs-backend-wasm',
  cpu: '@tensorflow/tfjs-backend-cpu',
};

/** What `tf.getBackend()` says while a backend is in use. */
export function tfjsName(name: BackendName): string {
  return name === 'node' || name === 'node-gpu' ? 'tensorflow' : name;
}
