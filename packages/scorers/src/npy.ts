import { describe } from './check.ts';

const MAGIC = '\x93NUMPY\x01\x00';

/**
 * Scores as a NumPy file: `.npy` version 1.0, little-endian float32, one axis.
 *
 * @param scores Any numbers, `[n]`.
 * @returns The file's bytes; `numpy.load` reads them.
 * @throws TypeError for anything but a Float32Array.
 * @see NEP 1, A Simple File Format for NumPy Arrays
 *
 * @example
 * ```ts
 * import { decodeNpy, encodeNpy } from '@gradus/scorers';
 * decodeNpy(encodeNpy(Float32Array.of(0.5, 1))); // => Float32Array.of(0.5, 1)
 * ```
 */
export function encodeNpy(scores: Float32Array): Uint8Array {
  if (!(scores instanceof Float32Array)) {
    throw new TypeError(`encodeNpy: scores must be a Float32Array, got ${describe(scores)}`);
  }
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${scores.length},), }`;
  const used = MAGIC.length + 2 + header.length + 1;
  const start = Math.ceil(used / 64) * 64; // where the numbers are aligned
  const bytes = new Uint8Array(start + 4 * scores.length);
  const view = new DataView(bytes.buffer);
  const text = `${MAGIC}\0\0${header.padEnd(header.length + start - used)}\n`;
  for (let k = 0; k < start; k++) bytes[k] = text.charCodeAt(k);
  view.setUint16(MAGIC.length, start - MAGIC.length - 2, true);
  scores.forEach((score, k) => {
    view.setFloat32(start + 4 * k, score, true);
  });
  return bytes;
}

/**
 * Reads scores from a NumPy file: what `encodeNpy` writes, and what `numpy.save` makes of a float32 array of
 * one axis.
 *
 * @param bytes The whole file.
 * @returns The scores, `[n]`.
 * @throws RangeError, saying what is wrong, for another type, another number of axes, a file that is cut off
 *   or goes on too long, or one that is none.
 * @see NEP 1, A Simple File Format for NumPy Arrays
 *
 * @example
 * ```ts
 * import { decodeNpy, encodeNpy } from '@gradus/scorers';
 * const bytes = encodeNpy(Float32Array.of(1, 2)); // or those of a file
 * decodeNpy(bytes); // => Float32Array.of(1, 2)
 * ```
 */
export function decodeNpy(bytes: Uint8Array): Float32Array {
  const text = String.fromCharCode(...bytes.subarray(0, 10));
  if (!text.startsWith(MAGIC.slice(0, 6)))
    throw new RangeError('decodeNpy: bytes are no .npy file');
  if (!text.startsWith(MAGIC)) {
    throw new RangeError(`decodeNpy: version must be 1.0, got ${bytes[6]}.${bytes[7]}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = bytes.length < 10 ? Number.POSITIVE_INFINITY : 10 + view.getUint16(8, true);
  if (bytes.length < start) throw new RangeError('decodeNpy: bytes end within the header');
  const header = String.fromCharCode(...bytes.subarray(10, start));
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  if (descr !== '<f4')
    throw new RangeError(`decodeNpy: descr must be '<f4', got ${describe(descr)}`);
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  const length = /^\s*(\d+),\s*$/.exec(shape ?? '')?.[1];
  if (length === undefined) {
    throw new RangeError(`decodeNpy: shape must be of one axis, got (${shape})`);
  }
  const expected = start + 4 * Number(length);
  if (bytes.length !== expected) {
    throw new RangeError(`decodeNpy: bytes must be ${expected} long, got ${bytes.length}`);
  }
  return Float32Array.from({ length: Number(length) }, (_, k) =>
    view.getFloat32(start + 4 * k, true),
  );
}
