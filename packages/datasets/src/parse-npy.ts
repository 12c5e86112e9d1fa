/** An array read from a `.npy` file. */
export interface NpyArray {
  /** The length of each axis, the first outermost; `[]` for a single number. */
  shape: number[];
  /** The values, last axis fastest, in an array of their own. */
  data: Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;
}

/** What is read, little-endian: into which array, and how many bytes a value has in the file. */
const TYPES = {
  '|b1': { Type: Uint8Array, bytes: 1, get: 'getUint8' },
  '|u1': { Type: Uint8Array, bytes: 1, get: 'getUint8' },
  '|i1': { Type: Int32Array, bytes: 1, get: 'getInt8' },
  '<u2': { Type: Uint16Array, bytes: 2, get: 'getUint16' },
  '<i2': { Type: Int32Array, bytes: 2, get: 'getInt16' },
  '<i4': { Type: Int32Array, bytes: 4, get: 'getInt32' },
  '<i8': { Type: Int32Array, bytes: 8, get: 'getBigInt64' },
  '<f4': { Type: Float32Array, bytes: 4, get: 'getFloat32' },
  '<f8': { Type: Float64Array, bytes: 8, get: 'getFloat64' },
} as const;

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const MAGIC = [0x93, ...Array.from('NUMPY', (letter) => letter.charCodeAt(0))];
const HEADER =
  /^\{'descr': '([^']{2,4})', 'fortran_order': (True|False), 'shape': \(((?:\d{1,16}, )*(?:\d{1,16},?)?)\), \}[ ]*\n$/;

/**
 * Reads a `.npy` file, as NumPy's `save` writes it: versions 1, 2 and 3; booleans, integers of up to
 * 64 bits that fit into 32, float32 and float64; little-endian, in C order.
 *
 * Nothing is allocated by what the header promises before the file is seen to hold it.
 *
 * @param name What to call it in an error.
 * @throws RangeError if the file is not of that form, ends early or late, or holds an integer beyond 32 bits;
 *   TypeError for another type of value (objects are never unpickled), byte order or Fortran order.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @example
 * ```ts
 * import { parseNpy } from '@gradus/datasets';
 * const header = `\x93NUMPY\x01\0\x76\0{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }`.padEnd(127) + '\n';
 * parseNpy(Uint8Array.from(`${header}AB`, (letter) => letter.charCodeAt(0))); // => { shape: [2], data: Uint8Array.of(65, 66) }
 * ```
 */
export function parseNpy(bytes: Uint8Array, name = 'the .npy file'): NpyArray {
  const must = (rule: string) => new RangeError(`parseNpy: ${name} must ${rule}`);
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw must(`begin with \\x93NUMPY, got bytes ${[...bytes.subarray(0, 6)].join(' ')}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = bytes[6] ?? 0;
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start)
    throw must(`have a header of ${start} bytes or more, got ${bytes.length}`);
  if (version < 1 || version > 3) throw must(`be of version 1, 2 or 3, got ${version}`);
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < end) throw must(`have a header of ${end} bytes, got ${bytes.length} in all`);
  if (end > 10_000) throw must(`have a header of at most 10000 bytes, got ${end}`);

  const header = String.fromCharCode(...bytes.subarray(start, end));
  const [, descr = '', order, axes = ''] = HEADER.exec(header) ?? [];
  if (order === undefined)
    throw must(`have a header as NumPy writes it, got ${JSON.stringify(header.trim())}`);
  if (!Object.hasOwn(TYPES, descr)) {
    throw new TypeError(
      `parseNpy: ${name} must be of type ${Object.keys(TYPES).join(', ')}, got ${descr}`,
    );
  }
  const shape = axes
    .split(',')
    .filter((axis) => axis.trim() !== '')
    .map(Number);
  if (order === 'True' && shape.length > 1) {
    throw new TypeError(`parseNpy: ${name} must be in C order: save np.ascontiguousarray(it)`);
  }
  const { Type, bytes: width, get } = TYPES[descr as keyof typeof TYPES];
  // Past 2^53 the product is rounded, but stays far above any length that a file could have.
  const count = shape.reduce((product, axis) => product * axis, 1);
  if (bytes.length - end !== count * width) {
    throw must(
      `hold ${shape.join(' x ') || 1} values of ${width} bytes after its header, got ${bytes.length - end} bytes`,
    );
  }
  const data = new Type(count);
  if (Type.BYTES_PER_ELEMENT === width && IS_LITTLE_ENDIAN) {
    new Uint8Array(data.buffer).set(bytes.subarray(end)); // a hundred times as fast
    return { shape, data };
  }
  for (let i = 0; i < count; i++) {
    const value = view[get](end + i * width, true);
    data[i] = Number(value);
    if (typeof value === 'bigint' && BigInt(data[i] as number) !== value) {
      throw must(`hold integers of 32 bits, got ${value} at ${i}`);
    }
  }
  return { shape, data };
}
