import { readFile } from 'node:fs/promises';
import { BatchMatMul, type BatchMatMulAttrs, backend_util } from '@tensorflow/tfjs-core';

/** A call of a kernel as it was made: what went in and what came out. */
export interface Call {
  kernel: string;
  inputs: Record<string, { shape: number[]; values: Float32Array }>;
  attrs: object;
  outputs: Float32Array[];
}

/** The loops of peers/plain_loops.ts. */
type Loops = Record<
  'product' | 'productByRows' | 'convolution' | 'filterGradient' | 'inputGradient' | 'adam',
  (...args: number[]) => void
>;

/** Makes the plain SIMD loop for a call, in a memory of its own; `undefined` where none is written for it. */
export type PlainLoops = (call: Call) => (() => void) | undefined;

/**
 * Compiles the plain loops. Each that is made has shown, when it is returned, that it gives what the kernel gave.
 *
 * @throws Error where a loop's result is not the kernel's.
 */
export async function plainLoops(): Promise<PlainLoops> {
  const { instance } = await WebAssembly.instantiate((await compile()) as BufferSource);
  const { memory, ...rest } = instance.exports;
  const heap = memory as WebAssembly.Memory;
  const loops = rest as Loops;
  let free = 65_536; // what lies below is the module's

  /** Where n floats have been put, or have room. */
  function place(floats: number | Float32Array): number {
    const count = typeof floats === 'number' ? floats : floats.length;
    const address = free;
    free += Math.ceil(count / 16) * 64;
    const pages = Math.ceil((free - heap.buffer.byteLength) / 65_536);
    if (pages > 0) heap.grow(pages);
    if (typeof floats !== 'number') new Float32Array(heap.buffer, address, count).set(floats);
    return address;
  }

  return (call) => {
    const made = loopOf(call, loops, place);
    if (made === undefined) return undefined;
    made.run();
    const [expected = new Float32Array()] = call.outputs;
    const actual = new Float32Array(heap.buffer, made.result, expected.length);
    const largest = expected.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    for (const [i, value] of expected.entries()) {
      if (!(Math.abs((actual[i] as number) - value) <= 1e-4 * largest)) {
        throw new Error(`${call.kernel}: value ${i} is ${value}, by the plain loop ${actual[i]}`);
      }
    }
    return made.run;
  };
}

async function compile(): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  const source = await readFile(new URL('../peers/plain_loops.ts', import.meta.url), 'utf8');
  let binary: Uint8Array | undefined;
  const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];
  const { error, stderr } = await asc.main(['loops.ts', '--outFile', 'loops.wasm', ...flags], {
    readFile: (name) => (name === 'loops.ts' ? source : null),
    writeFile: (_, contents) => {
      binary = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) {
    throw new Error(`the plain loops do not compile: ${stderr.toString()}`, { cause: error });
  }
  return binary;
}

function loopOf(
  call: Call,
  loops: Loops,
  place: (floats: number | Float32Array) => number,
): { run: () => void; result: number } | undefined {
  const into = (name: string) => place(call.inputs[name]?.values ?? 0);
  const result = place(call.outputs[0]?.length ?? 0);
  const shape = (name: string) => call.inputs[name]?.shape ?? [];
  switch (call.kernel) {
    case BatchMatMul: {
      const { transposeA, transposeB } = call.attrs as BatchMatMulAttrs;
      const [rowsOfA = 0, columnsOfA = 0] = shape('a').slice(-2);
      const [rowsOfB = 0, columnsOfB = 0] = shape('b').slice(-2);
      const batched = shape('a')
        .slice(0, -2)
        .concat(shape('b').slice(0, -2))
        .some((n) => n > 1);
      if (batched || (transposeA && transposeB)) return undefined;
      const [a, b] = [into('a'), into('b')];
      const [m, k] = transposeA ? [columnsOfA, rowsOfA] : [rowsOfA, columnsOfA];
      const steps = transposeA ? ([1, m] as const) : ([k, 1] as const);
      const run = transposeB
        ? () => loops.productByRows(a, b, result, m, k, rowsOfB)
        : () => loops.product(a, b, result, m, k, columnsOfB, ...steps);
      return { run, result };
    }
    case 'Conv2D': {
      const sizes = sizesOf(call, shape('x'), shape('filter'));
      const [x, w] = [into('x'), into('filter')];
      return sizes && { run: () => loops.convolution(x, w, result, ...sizes), result };
    }
    case 'Conv2DBackpropFilter': {
      const { filterShape } = call.attrs as { filterShape: number[] };
      const sizes = sizesOf(call, shape('x'), filterShape);
      const [x, dy] = [into('x'), into('dy')];
      return sizes && { run: () => loops.filterGradient(x, dy, result, ...sizes), result };
    }
    case 'Conv2DBackpropInput': {
      const { inputShape } = call.attrs as { inputShape: number[] };
      const sizes = sizesOf(call, inputShape, shape('filter'));
      const w = place(lastTwoExchanged(call.inputs.filter));
      const dy = into('dy');
      return sizes && { run: () => loops.inputGradient(w, dy, result, ...sizes), result };
    }
    case 'GradusAdamUpdate': {
      const { beta1, beta2, epsilon, learningRate } = call.attrs as Record<string, number>;
      const [left1, left2] = ['power1', 'power2'].map(
        (power) => 1 - (call.inputs[power]?.values[0] ?? 0),
      );
      const names = ['value', 'first', 'second', 'gradient'];
      const [w = 0, ...others] = names.map(into);
      const numbers = [beta1, left1, beta2, left2, epsilon, learningRate] as number[];
      const count = call.outputs[0]?.length ?? 0;
      return { run: () => loops.adam(count, w, ...others, ...numbers), result: w };
    }
    default:
      return undefined;
  }
}

/** What the loops of a convolution ask for, in their order. */
function sizesOf({ attrs }: Call, x: number[], filter: number[]): number[] | undefined {
  const { strides, pad, dilations, dataFormat, dimRoundingMode } = attrs as {
    strides: [number, number];
    pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
    dilations?: number | [number, number];
    dataFormat: string;
    dimRoundingMode?: 'floor';
  };
  if (dataFormat !== 'NHWC' || String(dilations ?? 1).replace(/[1,]/g, '') !== '') return undefined;
  type Four = [number, number, number, number];
  const info = backend_util.computeConv2DInfo(
    x as Four,
    filter as Four,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  return [
    ...[batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels],
    ...[filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left],
  ];
}

function lastTwoExchanged(filter: Call['inputs'][string] | undefined): Float32Array {
  const { shape, values } = filter ?? { shape: [], values: new Float32Array() };
  const [inChannels = 0, outChannels = 0] = shape.slice(-2);
  const out = new Float32Array(values.length);
  for (const [i, value] of values.entries()) {
    const o = i % outChannels;
    const c = Math.floor(i / outChannels) % inChannels;
    const tap = Math.floor(i / outChannels / inChannels);
    out[(tap * outChannels + o) * inChannels + c] = value;
  }
  return out;
}
