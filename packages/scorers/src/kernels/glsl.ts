import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Dialect, Input, Program } from './dialect.ts';
import { library } from './library.ts';

/** GLSL ES 3.0, as the webgl backend compiles it, but for how inputs are read. */
const glsl: Omit<Dialect, 'read'> = {
  float: (name, value) => `float ${name} = ${value};`,
  int: (name, value) => `int ${name} = ${value};`,
  bool: (name, value) => `bool ${name} = ${value};`,
  floats: (name, size) => `float ${name}[${size}];`,
  ints: (name, size) => `int ${name}[${size}];`,
  loop: (name, start, end) => `for (int ${name} = ${start}; ${name} < ${end}; ${name}++)`,
  define: (name, parameters, lines) =>
    `float ${name}(${parameters.map((p) => `float ${p}`).join(', ')}) { ${lines.join(' ')} }`,
  pick: 'float pick(bool condition, float yes, float no) { return condition ? yes : no; }',
  remember: (_, expression) => expression,
  recall: (_, expression) => expression,
  nan: 'NAN',
  float32: true,
};

/** The function that tfjs writes to read an input. */
const getter = (name: string) => `get${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** A texture holds floats alone. */
const as = (dtype: Input['dtype'], value: string) =>
  dtype === 'int32' ? `int(floor(${value} + 0.5))` : value;

/** For textures with one number a texel. */
const loose: Dialect = {
  ...glsl,
  read: ({ name, dtype }, ...indices) => as(dtype, `${getter(name)}(${indices.join(', ')})`),
};

/** For packed ones, whose texels hold two columns of two rows; a vector is a row. */
const packed: Dialect = {
  ...glsl,
  read({ name, dtype }, ...indices) {
    const [row, column] = ['0', ...indices].slice(-2);
    return as(dtype, `oneOf(${getter(name)}(${indices.join(', ')}), ${row}, ${column})`);
  },
};
const ONE_OF = `float oneOf(vec4 texel, int row, int column) {
  vec2 pair = (row & 1) == 0 ? texel.rg : texel.ba;
  return (column & 1) == 0 ? pair.x : pair.y;
}`;

interface WebglBackend {
  texData: { get(dataId: object): { texture?: object | null; isPacked?: boolean } };
  runWebGLProgram(
    program: {
      variableNames: string[];
      outputShape: number[];
      userCode: string;
      packedInputs: boolean;
    },
    inputs: TensorInfo[],
    dtype: string,
  ): TensorInfo;
}

/**
 * Reads its inputs packed or not, as the outputs lie: tfjs would lay them out anew by a launch of its own. What a model
 * makes is packed, and what is still on the host goes either way.
 */
export function runOnWebgl(
  backend: WebglBackend,
  program: Program,
  inputs: TensorInfo[],
  n: number,
): TensorInfo {
  const { texture, isPacked } = backend.texData.get((inputs[0] as TensorInfo).dataId);
  const packedInputs = texture == null || isPacked === true;
  const dialect = packedInputs ? packed : loose;
  const userCode = [
    ONE_OF,
    ...library(dialect),
    'void main() {',
    'int i = getOutputCoords();',
    ...program.body(dialect),
    'setOutput(score);',
    '}',
  ].join('\n');
  const variableNames = program.inputs.map(({ name }) => name);
  const own = { variableNames, outputShape: [n], userCode, packedInputs };
  return backend.runWebGLProgram(own, inputs, 'float32');
}
