import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNpy } from './parse-npy.ts';

/** What np.save writes: python3 -c "import numpy as np; np.save('a.npy', np.array([[1, -2, 3], [4, 5, 6]], dtype='<i2'))" */
function npy(descr: string, shape: string, values: ArrayBufferLike, version = 1): Uint8Array {
  const start = version === 1 ? 10 : 12;
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const padded = `${header.padEnd(127 - start)}\n`;
  const length = version === 1 ? [padded.length, 0] : [padded.length, 0, 0, 0];
  return Uint8Array.of(
    ...[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0],
    ...length,
    ...Array.from(padded, (letter) => letter.charCodeAt(0)),
    ...new Uint8Array(values),
  );
}

const TABLE = npy('<i2', '(2, 3)', Int16Array.of(1, -2, 3, 4, 5, 6).buffer);

function withHeader(header: string): Uint8Array {
  const bytes = TABLE.slice();
  const letters = `${header.padEnd(117)}\n`.slice(0, 118);
  for (let i = 0; i < 118; i++) bytes[10 + i] = letters.charCodeAt(i);
  return bytes;
}

test.each([1, 2, 3])('reads version %i', (version) => {
  const bytes = npy('<i2', '(2, 3)', Int16Array.of(1, -2, 3, 4, 5, 6).buffer, version);
  expect(parseNpy(bytes)).toEqual({ shape: [2, 3], data: Int32Array.of(1, -2, 3, 4, 5, 6) });
});

test.each([
  ['|b1', Uint8Array.of(1, 0), Uint8Array.of(1, 0)],
  ['|u1', Uint8Array.of(255, 0), Uint8Array.of(255, 0)],
  ['|i1', Int8Array.of(-128, 127), Int32Array.of(-128, 127)],
  ['<u2', Uint16Array.of(65535, 1), Uint16Array.of(65535, 1)],
  ['<i2', Int16Array.of(-5, 7), Int32Array.of(-5, 7)],
  ['<i4', Int32Array.of(-(2 ** 31), 7), Int32Array.of(-(2 ** 31), 7)],
  ['<i8', BigInt64Array.of(-5n, 2n ** 31n - 1n), Int32Array.of(-5, 2 ** 31 - 1)],
  ['<f4', Float32Array.of(0.1, Number.NaN), Float32Array.of(0.1, Number.NaN)],
  ['<f8', Float64Array.of(0.1, -1e300), Float64Array.of(0.1, -1e300)],
])('reads values of type %s', (descr, values, expected) => {
  expect(parseNpy(npy(descr, '(2,)', values.buffer))).toEqual({ shape: [2], data: expected });
});

test('reads one number, no numbers, and from the middle of a buffer', () => {
  expect(parseNpy(npy('<f4', '()', Float32Array.of(5).buffer))).toEqual({
    shape: [],
    data: Float32Array.of(5),
  });
  expect(parseNpy(npy('|u1', '(0, 7)', new ArrayBuffer(0)))).toEqual({
    shape: [0, 7],
    data: new Uint8Array(0),
  });
  const inside = new Uint8Array(500);
  inside.set(TABLE, 3);
  expect(parseNpy(inside.subarray(3, 3 + TABLE.length))).toEqual(parseNpy(TABLE));
});

describe('refuses', () => {
  test.each(Array.from({ length: TABLE.length }, (_, i) => i))(
    'a file cut after %i bytes',
    (length) => {
      expect(() => parseNpy(TABLE.subarray(0, length), 'cut.npy')).toThrow(
        length < 6
          ? 'parseNpy: cut.npy must begin with \\x93NUMPY, got bytes '
          : length < 10
            ? /^parseNpy: cut.npy must have a header of 1[02] bytes or more, got \d+$/
            : length < 128
              ? `parseNpy: cut.npy must have a header of 128 bytes, got ${length} in all`
              : `parseNpy: cut.npy must hold 2 x 3 values of 2 bytes after its header, got ${length - 128} bytes`,
      );
    },
  );

  test('bytes behind the end', () => {
    expect(() => parseNpy(Uint8Array.of(...TABLE, 0))).toThrow('after its header, got 13 bytes');
  });

  test.each([
    ['<i4', TypeError, 'must hold'],
    ['>i2', TypeError, 'must be of type |b1, |u1, |i1, <u2, <i2, <i4, <i8, <f4, <f8, got >i2'],
    ['|O', TypeError, 'got |O'],
    ['<U7', TypeError, 'got <U7'],
    ['<c8', TypeError, 'got <c8'],
    ['<f2', TypeError, 'got <f2'],
  ])('type %s where it does not belong', (descr, _kind, message) => {
    const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (2, 3), }`;
    expect(() => parseNpy(withHeader(header))).toThrow(message);
  });

  test.each([
    ["{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }", 'must be in C order'],
    ["{'descr': '<i2', 'fortran_order': False, 'shape': (-2, -3), }", 'as NumPy writes it'],
    ["{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), 'x': 1, }", 'as NumPy writes it'],
    ["{'descr': [('a', '<i2')], 'fortran_order': False, 'shape': (6,), }", 'as NumPy writes it'],
    ["__import__('os')", 'as NumPy writes it'],
    ["{'descr': 'constructor', 'fortran_order': False, 'shape': (6,), }", 'as NumPy writes it'],
    [
      "{'descr': '<i2', 'fortran_order': False, 'shape': (9999999999999999, 9999999999999999), }",
      'must hold',
    ],
    [
      "{'descr': '<i2', 'fortran_order': False, 'shape': (99999999999999999,), }",
      'as NumPy writes it',
    ],
  ])('the header %s', (header, message) => {
    expect(() => parseNpy(withHeader(header))).toThrow(message);
  });

  test('a header that promises gigabytes, and another version', () => {
    const long = npy('<i2', '(2, 3)', new ArrayBuffer(12), 2);
    long.set([255, 255, 255, 255], 8);
    expect(() => parseNpy(long)).toThrow('must have a header of 4294967307 bytes, got 140 in all');
    const other = TABLE.slice();
    other[6] = 4;
    expect(() => parseNpy(other)).toThrow('must be of version 1, 2 or 3, got 4');
  });

  test('integers beyond 32 bits, by place', () => {
    for (const big of [2n ** 31n, 2n ** 32n, -(2n ** 31n) - 1n, 2n ** 62n]) {
      const bytes = npy('<i8', '(2,)', BigInt64Array.of(1n, big).buffer);
      expect(() => parseNpy(bytes)).toThrow(`must hold integers of 32 bits, got ${big} at 1`);
    }
  });
});

test('whatever a header is changed to, the answer is whole or one of its errors', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(TABLE.length - 1), fc.nat(255)), { maxLength: 3 }),
      fc.nat(TABLE.length + 4),
      (changes, length) => {
        const bytes = new Uint8Array(length);
        bytes.set(TABLE.subarray(0, length));
        for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
        try {
          const { shape, data } = parseNpy(bytes);
          expect(shape.reduce((product, axis) => product * axis, 1)).toBe(data.length);
        } catch (error) {
          expect((error as Error).message).toMatch(/^parseNpy: the .npy file must /);
        }
      },
    ),
    { seed: 1, numRuns: 5000 },
  );
});
