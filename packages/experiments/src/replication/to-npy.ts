/** The kinds of numbers that are written, and what NumPy calls them. */
const TYPES = [
  [Uint8Array, '|u1'],
  [Int32Array, '<i4'],
  [Float32Array, '<f4'],
  [Float64Array, '<f8'],
] as const;

/**
 * An array as a NumPy file: `.npy` version 1.0, little-endian, last axis fastest.
 *
 * @param shape Its product is the number of values.
 * @throws RangeError if the shape does not fit the values.
 * @see NEP 1, A Simple File Format for NumPy Arrays
 */
export function toNpy(
  values: Uint8Array | Int32Array | Float32Array | Float64Array,
  shape: readonly number[],
): Uint8Array {
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (size !== values.length) {
    throw new RangeError(
      `toNpy: shape [${shape.join(', ')}] must hold ${values.length} values, holds ${size}`,
    );
  }
  const descr = TYPES.find(([Type]) => values instanceof Type)?.[1] as string;
  return Buffer.concat([npyHeader(descr, shape), bytesOf(values)]);
}

/** What stands before the numbers, so that they begin at a multiple of 64. */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const axes = `${shape.join(', ')}${shape.length === 1 ? ',' : ''}`;
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`;
  const start = Math.ceil((10 + header.length + 1) / 64) * 64;
  const bytes = Buffer.alloc(start, ' ');
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(start - 10, 8);
  bytes.write(header, 10, 'latin1');
  bytes.write('\n', start - 1);
  return bytes;
}

/** The bytes of an array as they lie in memory: little-endian on every machine that Node runs tfjs on. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
