import { expect, test } from 'vitest';
import { decodeNpy, encodeNpy } from './index.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

// By NEP 1: the array [0.5, -2, nan, inf], its numbers aligned to 64 bytes.
const saved = bytesOf(
  "\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }" +
    `${' '.repeat(60)}\n\x00\x00\x00?\x00\x00\x00\xc0\x00\x00\xc0\x7f\x00\x00\x80\x7f`,
);
const scores = Float32Array.of(0.5, -2, Number.NaN, Number.POSITIVE_INFINITY);

test('writes the format to the byte', () => {
  expect(encodeNpy(scores)).toEqual(saved);
});

test('reads a file at any offset of a larger buffer', () => {
  expect(decodeNpy(saved)).toEqual(scores);
  const buffer = new Uint8Array(saved.length + 3);
  buffer.set(saved, 3);
  expect(decodeNpy(buffer.subarray(3))).toEqual(scores);
});

test.each([0, 1, 1000])('%i scores come back as they were', (n) => {
  const many = Float32Array.from({ length: n }, (_, i) => i / 3);
  expect(decodeNpy(encodeNpy(many))).toEqual(many);
});

function replaced(from: string, to: string): Uint8Array {
  return bytesOf(String.fromCharCode(...saved).replace(from, to));
}

test.each<[Uint8Array, string]>([
  [new Uint8Array(0), 'bytes are no .npy file'],
  [bytesOf('PK\x03\x04 and so on'), 'bytes are no .npy file'],
  [replaced('\x01\x00', '\x02\x00'), 'version must be 1.0, got 2.0'],
  [saved.subarray(0, 9), 'bytes end within the header'],
  [saved.subarray(0, 60), 'bytes end within the header'],
  [replaced('<f4', '<f8'), "descr must be '<f4', got '<f8'"],
  [replaced('(4,)', '(2, 2)'), 'shape must be of one axis, got (2, 2)'],
  [replaced('(4,)', '()'), 'shape must be of one axis, got ()'],
  [saved.subarray(0, -1), 'bytes must be 144 long, got 143'],
  [Uint8Array.of(...saved, 0), 'bytes must be 144 long, got 145'],
])('refuses a file that is wrong: %#', (bytes, message) => {
  expect(() => decodeNpy(bytes)).toThrow(new RangeError(`decodeNpy: ${message}`));
});

test('refuses to write anything but float32', () => {
  expect(() => encodeNpy([1, 2] as never)).toThrow(
    'encodeNpy: scores must be a Float32Array, got an array',
  );
});
