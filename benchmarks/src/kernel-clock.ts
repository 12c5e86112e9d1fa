import {
  type DataId,
  getKernelsForBackend,
  type KernelBackend,
  type KernelConfig,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { Call } from './plain-loops.ts';

/** The time spent in kernels, by their names, since it was last set back. */
export interface KernelClock {
  /** In each kernel, less that in the kernels that it calls. */
  own: Map<string, number>;
  /** In the kernels that no other kernel called, all that they call included. */
  outermost: Map<string, number>;
  /** Sets both back. */
  reset(): void;
  /** From now on keeps what goes into the outermost calls of these kernels, and what comes out. */
  record(kernels: string[]): Call[];
  /** Keeps no more. */
  pause(): void;
  /** Takes the clock away. */
  stop(): void;
}

/** Puts a clock around every wasm kernel. */
export function startKernelClock(): KernelClock {
  const own = new Map<string, number>();
  const outermost = new Map<string, number>();
  const inner: number[] = []; // of each kernel under way, the time in those that it called
  const configs = getKernelsForBackend('wasm');
  let wanted: string[] = [];
  let calls: Call[] = [];
  for (const config of configs) {
    const { kernelName, kernelFunc } = config;
    const timed: KernelConfig['kernelFunc'] = (args) => {
      const keep = inner.length === 0 && wanted.includes(kernelName);
      const backend = args.backend as KernelBackend;
      const inputs = keep
        ? Object.entries(args.inputs).map(([name, one]) => [
            name,
            copied(backend, one as TensorInfo),
          ])
        : [];
      const start = performance.now();
      inner.push(0);
      const result = kernelFunc(args);
      const whole = performance.now() - start;
      add(own, kernelName, whole - (inner.pop() ?? 0));
      if (inner.length > 0) inner.push((inner.pop() ?? 0) + whole);
      else add(outermost, kernelName, whole);
      if (keep) {
        const outputs = [result].flat().map((one) => copied(backend, one).values);
        calls.push({
          kernel: kernelName,
          inputs: Object.fromEntries(inputs),
          attrs: { ...args.attrs },
          outputs,
        });
      }
      return result;
    };
    replace(config, { ...config, kernelFunc: timed });
  }
  return {
    own,
    outermost,
    reset() {
      own.clear();
      outermost.clear();
    },
    record(kernels) {
      wanted = kernels;
      calls = [];
      return calls;
    },
    pause() {
      wanted = [];
    },
    stop() {
      for (const config of configs) replace(config, config);
    },
  };
}

function add(times: Map<string, number>, name: string, ms: number): void {
  times.set(name, (times.get(name) ?? 0) + ms);
}

/** The wasm backend reads at once; where it is asked by a tensor's data, no other would be. */
function copied(backend: KernelBackend, { dataId, shape }: TensorInfo) {
  const values = backend.readSync(dataId as DataId) as Float32Array;
  return { shape: [...shape], values: Float32Array.from(values) };
}

function replace({ kernelName, backendName }: KernelConfig, by: KernelConfig): void {
  unregisterKernel(kernelName, backendName);
  registerKernel(by);
}
