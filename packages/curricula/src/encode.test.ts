import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CurriculumSnapshot, decode, encode } from './index.ts';

const through = (value: unknown) =>
  decode(encode({ value } as never) as string)['value' as keyof CurriculumSnapshot] as unknown;

describe('encode and decode', () => {
  test.each([
    [Number.NaN],
    [Infinity],
    [-Infinity],
    [-0],
    [undefined],
    [null],
    [''],
    ['Infinity'],
    [[1, undefined, [-0]]],
    [{ $: 'Float32Array', is: 'AAAA' }],
    [{ $: { $: 1 } }],
    [{ a: undefined }],
    [JSON.parse('{ "__proto__": 7 }')],
    [Float32Array.of(0, -0, Number.NaN, Infinity, 1e-45, 0.1)],
    [Float64Array.of(0.1, -Infinity, 5e-324)],
    [Int8Array.of(-128, 127)],
    [Uint8Array.of(0, 255)],
    [Uint8ClampedArray.of(255)],
    [Int16Array.of(-32768)],
    [Uint16Array.of(65535)],
    [Int32Array.of(-(2 ** 31), 5)],
    [Uint32Array.of(2 ** 32 - 1)],
    [new Float32Array(0)],
    [new Float32Array([1, 2, 3]).subarray(1)],
  ])('keep %o', (value) => {
    expect(through(value)).toStrictEqual(value);
  });

  test('keep whatever plain data there are', () => {
    const plain = fc.anything({
      withTypedArray: true,
      withNullPrototype: false,
      withObjectString: true,
      values: [fc.double(), fc.integer(), fc.string(), fc.boolean(), fc.constant(undefined)],
    });
    fc.assert(
      fc.property(plain, (value) => {
        // fast-check also makes 64-bit arrays, which no curriculum keeps
        fc.pre(
          !JSON.stringify(value, (_, v) =>
            /Big/.test(String(v?.constructor?.name)) ? 'Big!' : v,
          )?.includes('Big!'),
        );
        expect(through(value)).toStrictEqual(value);
      }),
    );
  });

  test('keep long arrays, in 4/3 of their bytes', () => {
    const long = Float32Array.from({ length: 100_001 }, (_, i) => i / 7);
    expect(through(long)).toStrictEqual(long);
    expect(encode({ long } as never).length).toBeLessThan(1.334 * 4 * 100_001 + 100);
  });

  test.each([
    [new Map(), 'snapshot.value is a Map'],
    [() => 1, 'snapshot.value is a function'],
    [{ deep: [1, 7n] }, 'snapshot.value.deep[1] is a bigint'],
    [Symbol('x'), 'snapshot.value is a symbol'],
    [new Date(0), 'snapshot.value is a Date'],
    [new (class Own {})(), 'snapshot.value is a Own'],
  ])('refuse %o, with its path', (value, message) => {
    expect(() => through(value)).toThrow(
      new TypeError(`encode: ${message}, which cannot be encoded`),
    );
  });

  test('refuse a circle, but not the same thing twice', () => {
    const circle: Record<string, unknown> = {};
    circle.within = { circle };
    expect(() => through(circle)).toThrow('snapshot.value.within.circle is a circle');
    const twice = { a: 1 };
    expect(through([twice, twice])).toEqual([twice, twice]);
  });

  test.each([
    ['7', 'must hold a snapshot'],
    ['null', 'must hold a snapshot'],
    ['[]', 'must hold a snapshot'],
    ['{ "$": "undefined" }', 'must hold a snapshot'],
    ['{ "a": { "$": "Map", "is": "" } }', '"Map" is no kind of value that encode writes'],
    ['{ "a": { "$": "toString", "is": "" } }', '"toString" is no kind'],
    ['{ "a": { "$": 3 } }', '3 is no kind'],
    ['{ "a": { "$": "Float32Array", "is": "!" } }', 'a Float32Array is not in base64'],
    ['{ "a": { "$": "Float32Array", "is": "AAAA" } }', 'a Float32Array has 3 bytes'],
  ])('decode refuses %s', (text, message) => {
    expect(() => decode(text)).toThrow(message);
    expect(() => decode(text)).toThrow(RangeError);
  });

  test('decode throws a SyntaxError at what is not JSON', () => {
    expect(() => decode('{')).toThrow(SyntaxError);
  });
});
