import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIdx } from './parse-idx.ts';

/** Two images of 2 x 3 pixels. */
const IMAGES = Uint8Array.of(
  ...[0, 0, 8, 3],
  ...[0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255],
);

function changed(at: number, ...bytes: number[]): Uint8Array {
  const copy = IMAGES.slice();
  copy.set(bytes, at);
  return copy;
}

test('reads the axes and the values, without a copy', () => {
  const { shape, data } = parseIdx(IMAGES);
  expect(shape).toEqual([2, 2, 3]);
  expect([...data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
  expect(data.buffer).toBe(IMAGES.buffer);
});

test('reads from the middle of a buffer', () => {
  const inside = new Uint8Array(100);
  inside.set(IMAGES, 7);
  expect(parseIdx(inside.subarray(7, 7 + IMAGES.length))).toEqual(parseIdx(IMAGES));
});

test('gives plain bytes where it is given a Buffer', () => {
  expect(parseIdx(Buffer.from(IMAGES)).data.constructor).toBe(Uint8Array);
});

test('reads axes as big-endian and unsigned, and an axis of 0', () => {
  const long = new Uint8Array(8 + 0x010203);
  long.set([0, 0, 8, 1, 0, 1, 2, 3]);
  expect(parseIdx(long).shape).toEqual([0x010203]);
  expect(parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0))).toEqual({
    shape: [0],
    data: new Uint8Array(0),
  });
});

describe('refuses', () => {
  test.each(Array.from({ length: IMAGES.length }, (_, length) => length))(
    'a file cut after %i bytes',
    (length) => {
      expect(() => parseIdx(IMAGES.subarray(0, length), 'cut.idx')).toThrow(
        length < 4
          ? `parseIdx: cut.idx must have a header of 4 bytes or more, got ${length}`
          : length < 16
            ? `parseIdx: cut.idx must have a header of 16 bytes for 3 axes, got ${length} bytes in all`
            : `parseIdx: cut.idx must hold 2 x 2 x 3 = 12 values after its header, got ${length - 16}`,
      );
    },
  );

  test('bytes behind the end', () => {
    expect(() => parseIdx(Uint8Array.of(...IMAGES, 0))).toThrow(
      'parseIdx: the IDX file must hold 2 x 2 x 3 = 12 values after its header, got 13',
    );
  });

  test('a wrong beginning, saying so where it is gzip', () => {
    expect(() => parseIdx(changed(0, 1))).toThrow('must begin with bytes 0 0, got 1 0');
    expect(() => parseIdx(changed(1, 1))).toThrow('must begin with bytes 0 0, got 0 1');
    expect(() => parseIdx(changed(0, 0x1f, 0x8b))).toThrow('got 31 139: decompress it first');
  });

  test('another type of value, by name', () => {
    expect(() => parseIdx(changed(2, 0x0d))).toThrow(
      'must be of type 8 (unsigned bytes), got 13 (float32)',
    );
    expect(() => parseIdx(changed(2, 7))).toThrow(
      'must be of type 8 (unsigned bytes), got 7 (unknown)',
    );
    expect(() => parseIdx(changed(2, 0))).toThrow(TypeError);
  });

  test('no axes', () => {
    expect(() => parseIdx(changed(3, 0))).toThrow('must have 1 axis or more, got 0');
  });

  test('axes that promise terabytes, or more than a number can count', () => {
    expect(() => parseIdx(changed(4, 0xff, 0xff, 0xff, 0xff))).toThrow(
      'must hold 4294967295 x 2 x 3 = 25769803770 values after its header, got 12',
    );
    const many = new Uint8Array(4 + 4 * 255).fill(0xff);
    many.set([0, 0, 8, 255]);
    expect(() => parseIdx(many)).toThrow('= Infinity values after its header, got 0');
    many.fill(0, many.length - 4); // the last axis is 0
    expect(() => parseIdx(many)).toThrow(RangeError);
  });
});

test('whatever a header is changed to, the answer is whole or one of its errors', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(IMAGES.length - 1), fc.nat(255)), { maxLength: 4 }),
      fc.nat(IMAGES.length + 4),
      (changes, length) => {
        const bytes = new Uint8Array(length);
        bytes.set(IMAGES.subarray(0, length));
        for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
        try {
          const { shape, data } = parseIdx(bytes);
          expect(shape.reduce((product, axis) => product * axis, 1)).toBe(data.length);
          expect(4 + 4 * shape.length + data.length).toBe(length);
        } catch (error) {
          expect((error as Error).message).toMatch(/^parseIdx: the IDX file must /);
        }
      },
    ),
    { seed: 1, numRuns: 5000 },
  );
});
