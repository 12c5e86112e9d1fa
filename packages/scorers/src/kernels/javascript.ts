import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect, Input, Program } from './dialect.ts';
import { library } from './library.ts';
import { logarithm } from './logarithm.ts';

type Values = ArrayLike<number>;
type Compiled = (n: number, inputs: Values[], scores: Float32Array) => void;

/** For backends whose tensors lie in this thread's memory. Everything is float64 but inputs and scores. */
const javascript: Dialect = {
  float: (name, value) => `let ${name} = ${value};`,
  int: (name, value) => `let ${name} = ${value};`,
  bool: (name, value) => `let ${name} = ${value};`,
  floats: (name, size) => `const ${name} = new Float64Array(${size});`,
  ints: (name, size) => `const ${name} = new Int32Array(${size});`,
  loop: (name, start, end) => `for (let ${name} = ${start}; ${name} < ${end}; ${name}++)`,
  define: (name, parameters, lines) =>
    `function ${name}(${parameters.join(', ')}) { ${lines.join(' ')} }`,
  pick: 'function pick(condition, yes, no) { return condition ? yes : no; }',
  read: ({ name, shape }: Input, ...indices) =>
    `${name}[${indices.reduce((flat, index, axis) => `(${flat}) * ${shape[axis]} + ${index}`)}]`,
  remember: (slot, expression) => `(slots[${slot}] = ${expression})`,
  recall: (slot) => `slots[${slot}]`,
  nan: 'NaN',
  float32: false,
};

const compiled = new Map<string, Compiled>();

/** A program as a function, compiled once; throws where a page's security policy forbids that. */
function compile(program: Program): Compiled {
  let found = compiled.get(program.key);
  if (!found) {
    const text = [
      "'use strict';",
      'const { abs, exp, max, min, sqrt } = Math;',
      'const isnan = Number.isNaN;',
      ...library(javascript),
      `const slots = new Float64Array(${program.slots});`,
      `return (n, [${program.inputs.map(({ name }) => name)}], scores) => {`,
      'for (let i = 0; i < n; i++) {',
      ...program.body(javascript),
      'scores[i] = score;',
      '}',
      '};',
    ];
    found = new Function('log', text.join('\n'))(logarithm) as Compiled;
    compiled.set(program.key, found);
  }
  return found;
}

interface CpuBackend {
  data: { get(dataId: object): { values: Values } };
  makeTensorInfo(shape: number[], dtype: string, values: Float32Array): TensorInfo;
}

export function runOnCpu(
  backend: CpuBackend,
  program: Program,
  inputs: TensorInfo[],
  n: number,
): TensorInfo {
  const values = inputs.map(({ dataId }) => backend.data.get(dataId).values);
  const scores = new Float32Array(n);
  compile(program)(n, values, scores);
  return backend.makeTensorInfo([n], 'float32', scores);
}

interface WasmBackend {
  wasm: { HEAPU8: Uint8Array };
  dataIdMap: { get(dataId: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: string): TensorInfo;
}

export function runOnWasm(
  backend: WasmBackend,
  program: Program,
  inputs: TensorInfo[],
  n: number,
): TensorInfo {
  const run = compile(program);
  const output = backend.makeOutput([n], 'float32'); // first: the heap may move for it
  const view = ({ dataId, dtype, shape }: TensorInfo) => {
    const { memoryOffset } = backend.dataIdMap.get(dataId);
    const size = shape.reduce((a, b) => a * b, 1);
    const { buffer } = backend.wasm.HEAPU8;
    return dtype === 'int32'
      ? new Int32Array(buffer, memoryOffset, size)
      : new Float32Array(buffer, memoryOffset, size);
  };
  run(n, inputs.map(view), view(output) as Float32Array);
  return output;
}
