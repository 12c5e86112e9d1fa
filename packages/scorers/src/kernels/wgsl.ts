import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect, Input, Program } from './dialect.ts';
import { library } from './library.ts';

/** WGSL, as the webgpu backend compiles it. */
const wgsl: Dialect = {
  float: (name, value) => `var ${name}: f32 = ${value};`,
  int: (name, value) => `var ${name}: i32 = ${value};`,
  bool: (name, value) => `var ${name}: bool = ${value};`,
  floats: (name, size) => `var ${name}: array<f32, ${size}>;`,
  ints: (name, size) => `var ${name}: array<i32, ${size}>;`,
  loop: (name, start, end) => `for (var ${name}: i32 = ${start}; ${name} < ${end}; ${name}++)`,
  define: (name, parameters, lines) =>
    `fn ${name}(${parameters.map((p) => `${p}: f32`).join(', ')}) -> f32 { ${lines.join(' ')} }`,
  pick: 'fn pick(condition: bool, yes: f32, no: f32) -> f32 { return select(no, yes, condition); }',
  read: ({ name, dtype }: Input, ...indices) => {
    const value = `get${name.charAt(0).toUpperCase()}${name.slice(1)}(${indices.join(', ')})`;
    return dtype === 'int32' ? `i32(${value})` : value;
  },
  remember: (_, expression) => expression,
  recall: (_, expression) => expression,
  nan: 'uniforms.NAN',
  float32: true,
};

const WORKGROUP = 64;

interface WebgpuBackend {
  runWebGPUProgram(program: object, inputs: TensorInfo[], dtype: string): TensorInfo;
}

export function runOnWebgpu(
  backend: WebgpuBackend,
  program: Program,
  inputs: TensorInfo[],
  n: number,
): TensorInfo {
  const own = {
    variableNames: program.inputs.map(({ name }) => name),
    outputShape: [n],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(n / WORKGROUP), 1, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    size: true,
    // The backend's cache knows no more of the text than this.
    shaderKey: `gradus ${program.key}`,
    getUserCode: () =>
      [
        ...library(wgsl),
        'fn main(index: i32) {',
        'if (index < uniforms.size) {',
        'let i = index;',
        ...program.body(wgsl),
        'setOutputAtIndex(index, score);',
        '}',
        '}',
      ].join('\n'),
  };
  return backend.runWebGPUProgram(own, inputs, 'float32');
}
