import { backend } from '@tensorflow/tfjs-core';

/** Where tfjs hands a program to a GPU. */
const METHODS = ['runWebGLProgram', 'runWebGPUProgram'];

/**
 * How many programs a call hands to the GPU, read-back aside; undefined where the backend in use has none.
 *
 * Among them are those by which tfjs lays out an input anew, which its profile leaves out.
 */
export function countLaunches(run: () => unknown): number | undefined {
  const gpu = backend() as unknown as Record<string, (...given: unknown[]) => unknown>;
  const method = METHODS.find((name) => typeof gpu[name] === 'function');
  if (method === undefined) return undefined;
  const own = gpu[method] as (...given: unknown[]) => unknown;
  let count = 0;
  gpu[method] = (...given) => {
    count++;
    return own.apply(gpu, given);
  };
  try {
    run();
  } finally {
    delete gpu[method]; // what is left is the prototype's
  }
  return count;
}
