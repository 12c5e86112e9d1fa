import { installWasmTraining } from '@gradus/wasm-training';
import {
  getKernelsForBackend,
  type KernelConfig,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { begin, NETS, type Net } from '../nets.ts';
import { quantile } from '../quantile.ts';
import type { Row, Suite } from '../suite.ts';

/** Kernels that take less of a step than this are counted together. */
const SHOWN = 0.02;
const WARM_UP = 10;

/** One wasm step taken apart: the time in each kernel without the kernels that it calls. */
export const suite: Suite = {
  name: 'training-profile',
  question:
    'Where does the time of a training step on wasm go, kernel by kernel, with wasm-training?',
  async run({ backends, full }) {
    const wasm = backends.find(({ name }) => name === 'wasm');
    if (wasm === undefined) return [];
    await wasm.use();
    const uninstall = installWasmTraining();
    try {
      const rows: Row[] = [];
      for (const net of NETS) rows.push(...(await profile(net, full ? 200 : 40)));
      return rows;
    } finally {
      uninstall();
    }
  },
};

async function profile(net: Net, steps: number): Promise<Row[]> {
  const training = begin(net);
  const clock = startClock();
  const samples = new Map<string, number[]>();
  try {
    for (let i = -WARM_UP; i < steps; i++) {
      clock.own.clear();
      const start = performance.now();
      await training.step();
      const whole = performance.now() - start;
      if (i < 0) continue;
      note(samples, 'the whole step', whole);
      note(samples, 'outside kernels', whole - sum(clock.own.values()));
      for (const [name, ms] of clock.own) note(samples, name, ms);
    }
  } finally {
    clock.stop();
  }
  const rows = [...samples].map(([arm, list]) => row(net.subject, arm, list));
  const whole = rows[0]?.median ?? 0;
  return rows.filter((one) => one.median > SHOWN * whole).sort((a, b) => b.median - a.median);
}

/** Puts a clock around every wasm kernel: the time in each, less that in the kernels that it calls. */
function startClock(): { own: Map<string, number>; stop(): void } {
  const own = new Map<string, number>();
  const inner: number[] = [];
  const configs = getKernelsForBackend('wasm');
  for (const config of configs) {
    const { kernelName, kernelFunc } = config;
    const timed: KernelConfig['kernelFunc'] = (args) => {
      const start = performance.now();
      inner.push(0);
      const result = kernelFunc(args);
      const whole = performance.now() - start;
      own.set(kernelName, (own.get(kernelName) ?? 0) + whole - (inner.pop() ?? 0));
      if (inner.length > 0) inner.push((inner.pop() ?? 0) + whole);
      return result;
    };
    replace(config, { ...config, kernelFunc: timed });
  }
  return {
    own,
    stop() {
      for (const config of configs) replace(config, config);
    },
  };
}

function note(samples: Map<string, number[]>, name: string, ms: number): void {
  const list = samples.get(name);
  if (list === undefined) samples.set(name, [ms]);
  else list.push(ms);
}

function replace({ kernelName, backendName }: KernelConfig, by: KernelConfig): void {
  unregisterKernel(kernelName, backendName);
  registerKernel(by);
}

function row(subject: string, arm: string, samples: number[]) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (p: number) => quantile(sorted, p);
  return {
    subject,
    arm,
    backend: 'wasm',
    median: at(0.5),
    p25: at(0.25),
    p75: at(0.75),
    min: at(0),
    samples: sorted.length,
  };
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
