import {
  engine,
  env,
  getBackend,
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  registerKernel,
  type Tensor,
  type Tensor1D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Program } from './dialect.ts';
import { runOnWebgl } from './glsl.ts';
import { runOnCpu, runOnWasm } from './javascript.ts';
import { runOnWebgpu } from './wgsl.ts';

type Run = (backend: never, program: Program, inputs: TensorInfo[], n: number) => TensorInfo;

const RUNS: Record<string, Run> = {
  cpu: runOnCpu,
  wasm: runOnWasm,
  webgl: runOnWebgl,
  webgpu: runOnWebgpu,
};

let wanted = true;
/** Backends on which a kernel has failed: their internals are not what they were. */
const failed = new Set<string>();

/**
 * Whether scorers may use kernels of their own (the default), or work with tfjs's operations alone.
 *
 * A kernel does in one launch what takes tfjs five to forty. Scores agree to float32's precision. There is no
 * need to turn them off: on a backend that has none, under `grad`, and where a kernel fails, a scorer
 * composes tfjs's operations by itself. This is for comparing the two.
 *
 * @param enabled `false` for tfjs's operations alone.
 * @returns Whether they were in use before.
 *
 * @example
 * ```ts
 * import { useFusedKernels } from '@gradus/scorers';
 * const before = useFusedKernels(false);
 * useFusedKernels(before); // => false
 * ```
 */
export function useFusedKernels(enabled: boolean): boolean {
  const before = wanted;
  wanted = enabled;
  return before;
}

/** Whether a kernel can run now, on the backend in use. */
export function canFuse(): boolean {
  const backend = getBackend();
  return (
    wanted &&
    backend in RUNS &&
    !failed.has(backend) &&
    engine().state.gradientDepth === 0 && // a kernel has no gradient
    (backend !== 'webgl' || env().getNumber('WEBGL_VERSION') === 2)
  );
}

/** Runs a program over n rows; undefined where the composed form has to. */
export function fused(
  program: Program,
  inputs: Record<string, Tensor>,
  n: number,
): Tensor1D | undefined {
  if (!canFuse()) return undefined;
  const backend = getBackend();
  const kernelName = `Gradus ${program.scorer}`;
  if (!getKernel(kernelName, backend)) register(kernelName, backend);
  try {
    const attributes = { program, n } as unknown as NamedAttrMap;
    return engine().runKernel(kernelName, inputs as never, attributes) as unknown as Tensor1D;
  } catch (error) {
    console.warn(
      `@gradus/scorers: no kernels on ${backend} from here on, tfjs's operations instead`,
      error,
    );
    failed.add(backend);
    return undefined;
  }
}

function register(kernelName: string, backendName: string): void {
  const run = RUNS[backendName] as Run;
  const kernelFunc: KernelConfig['kernelFunc'] = ({ inputs, backend, attrs }) => {
    const { program, n } = attrs as unknown as { program: Program; n: number };
    const ordered = program.inputs.map(({ name }) => inputs[name] as TensorInfo);
    return run(backend as never, program, ordered, n);
  };
  registerKernel({ kernelName, backendName, kernelFunc });
}
