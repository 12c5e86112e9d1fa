/** An array read from an IDX file. */
export interface IdxArray {
  /** The length of each axis, the first outermost. */
  shape: number[];
  /** The values, last axis fastest: a view of the bytes that were parsed, not a copy. */
  data: Uint8Array;
}

/**
 * Reads an IDX file of bytes, the format of MNIST: two zero bytes, the type 0x08 (unsigned byte),
 * the number of axes, each axis as a big-endian uint32, and the values to the last byte of the file.
 *
 * Nothing is allocated by what the header promises, so a false one costs nothing.
 *
 * @param bytes The file, not compressed.
 * @param name What to call it in an error.
 * @throws RangeError if the file ends early or late, or is not IDX.
 * @throws TypeError if its values are not unsigned bytes.
 * @see http://yann.lecun.com/exdb/mnist/ (the format, at the end)
 *
 * @example
 * ```ts
 * import { parseIdx } from '@gradus/datasets';
 * parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 40, 41)); // => { shape: [2], data: Uint8Array.of(40, 41) }
 * ```
 */
export function parseIdx(bytes: Uint8Array, name = 'the IDX file'): IdxArray {
  if (bytes.length < 4) {
    throw new RangeError(
      `parseIdx: ${name} must have a header of 4 bytes or more, got ${bytes.length}`,
    );
  }
  const [zero, zeroToo, type, axes] = bytes as unknown as [number, number, number, number];
  if (zero !== 0 || zeroToo !== 0) {
    const hint = zero === 0x1f && zeroToo === 0x8b ? ': decompress it first' : '';
    throw new RangeError(
      `parseIdx: ${name} must begin with bytes 0 0, got ${zero} ${zeroToo}${hint}`,
    );
  }
  if (type !== 0x08) {
    const types: Record<number, string> = {
      9: 'int8',
      11: 'int16',
      12: 'int32',
      13: 'float32',
      14: 'float64',
    };
    throw new TypeError(
      `parseIdx: ${name} must be of type 8 (unsigned bytes), got ${type} (${types[type] ?? 'unknown'})`,
    );
  }
  const header = 4 + 4 * axes;
  if (axes === 0 || bytes.length < header) {
    throw new RangeError(
      axes === 0
        ? `parseIdx: ${name} must have 1 axis or more, got 0`
        : `parseIdx: ${name} must have a header of ${header} bytes for ${axes} axes, got ${bytes.length} bytes in all`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, header);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  // Past 2^53 the product is rounded, but stays far above any length that a file could have.
  const size = shape.reduce((product, axis) => product * axis, 1);
  if (bytes.length - header !== size) {
    throw new RangeError(
      `parseIdx: ${name} must hold ${shape.join(' x ')} = ${size} values after its header, got ${bytes.length - header}`,
    );
  }
  // Not bytes.subarray: of Node's Buffer that is a Buffer, whose slice does not copy.
  return { shape, data: new Uint8Array(bytes.buffer, bytes.byteOffset + header, size) };
}
