import { parseNpy } from '@gradus/datasets';
import { encodeNpy } from '@gradus/scorers';
import { expect, test } from 'vitest';
import { bytesOf, npyHeader, toNpy } from './to-npy.ts';

test('float32 of one axis are the bytes that the scorers write', () => {
  const values = Float32Array.of(0.5, -1, 3);
  expect([...toNpy(values, [3])]).toEqual([...encodeNpy(values)]);
});

test.each([
  [Uint8Array.of(1, 2, 3, 4, 5, 255), [2, 3, 1]],
  [Int32Array.of(-1, 70_000), [2]],
  [Float64Array.of(0.1, 0.2), [1, 2]],
])('%s reads back with its shape', (values, shape) => {
  const read = parseNpy(toNpy(values, shape));
  expect(read.shape).toEqual(shape);
  expect([...read.data]).toEqual([...values]);
});

test('an array can be written in pieces', () => {
  const values = Float32Array.of(1, 2, 3, 4).subarray(1);
  const pieces = [
    npyHeader('<f4', [3]),
    bytesOf(values.subarray(0, 1)),
    bytesOf(values.subarray(1)),
  ];
  expect(Buffer.concat(pieces)).toEqual(Buffer.from(toNpy(values, [3])));
});

test('a shape that does not fit is refused', () => {
  expect(() => toNpy(Uint8Array.of(1, 2), [3])).toThrow(
    'toNpy: shape [3] must hold 2 values, holds 3',
  );
});
