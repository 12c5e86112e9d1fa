import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect, Input, Program } from './dialect.ts';
import { library } from './library.ts';

/** GLSL ES 3.0, as the webgl backend compiles it. */
const glsl: Dialect = {
  float: (name, value) => `float ${name} = ${value};`,
  int: (name, value) => `int ${name} = ${value};`,
  bool: (name, value) => `bool ${name} = ${value};`,
  floats: (name, size) => `float ${name}[${size}];`,
  ints: (name, size) => `int ${name}[${size}];`,
  loop: (name, start, end) => `for (int ${name} = ${start}; ${name} < ${end}; ${name}++)`,
  define: (name, parameters, lines) =>
    `float ${name}(${parameters.map((p) => `float ${p}`).join(', ')}) { ${lines.join(' ')} }`,
  pick: 'float pick(bool condition, float yes, float no) { return condition ? yes : no; }',
  read: ({ name, dtype }: Input, ...indices) => {
    const value = `get${name.charAt(0).toUpperCase()}${name.slice(1)}(${indices.join(', ')})`;
    return dtype === 'int32' ? `int(floor(${value} + 0.5))` : value; // a texture holds floats alone
  },
  remember: (_, expression) => expression,
  recall: (_, expression) => expression,
  nan: 'NAN',
  float32: true,
};

interface WebglBackend {
  runWebGLProgram(
    program: { variableNames: string[]; outputShape: number[]; userCode: string },
    inputs: TensorInfo[],
    dtype: string,
  ): TensorInfo;
}

export function runOnWebgl(
  backend: WebglBackend,
  program: Program,
  inputs: TensorInfo[],
  n: number,
): TensorInfo {
  const userCode = [
    ...library(glsl),
    'void main() {',
    'int i = getOutputCoords();',
    ...program.body(glsl),
    'setOutput(score);',
    '}',
  ].join('\n');
  const variableNames = program.inputs.map(({ name }) => name);
  return backend.runWebGLProgram({ variableNames, outputShape: [n], userCode }, inputs, 'float32');
}
