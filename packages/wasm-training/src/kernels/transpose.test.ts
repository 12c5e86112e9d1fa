import { tensor2d, transpose } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, test } from 'vitest';
import { sameOnBoth, values } from '../../test/backends.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall: () => void;
beforeAll(() => {
  uninstall = installWasmTraining();
});
afterAll(() => uninstall());

test.each([
  [256, 16],
  [512, 17],
  [1024, 50],
  [256, 15],
  [255, 16],
  [1, 300],
  [0, 16],
])('a matrix of %i x %i is transposed', async (rows, columns) => {
  const matrix = () => tensor2d(values(rows * columns, 1), [rows, columns]);
  await sameOnBoth(() => [transpose(matrix()), transpose(matrix(), [0, 1])]);
});

test('integers and booleans keep their type', async () => {
  const data = Array.from(values(256 * 16, 1), (one) => Math.round(one * 8));
  await sameOnBoth(() => [
    transpose(tensor2d(data, [256, 16], 'int32')),
    transpose(tensor2d(data.map((one) => one > 0) as never, [256, 16], 'bool')),
  ]);
});
