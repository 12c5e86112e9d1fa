import type { CurriculumSnapshot } from './curriculum.ts';

const ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;

/** What marks a value that JSON has no form for: `{ "$": kind, "is": text }`. */
const MARK = '$';

/**
 * A snapshot as JSON text that `decode` turns back into an equal one.
 *
 * JSON alone would lose typed arrays, infinities, NaN, -0 and undefined. Here a typed array becomes
 * `{ "$": "Float32Array", "is": "..." }`, its bytes in base64 (little-endian, as on every machine that
 * runs JavaScript today), and each of the others `{ "$": "number", "is": "Infinity" }` or its like. So a
 * snapshot costs 4/3 of its bytes, and every bit comes back. Works in browsers and in Node.
 *
 * @param snapshot What `snapshot()` gave, or any plain data: what a draw of your own keeps is in it, too.
 * @throws TypeError, with the path, at what is neither plain nor a typed array: a function, a Map, a
 * bigint, a class instance, a circle.
 *
 * @example
 * ```ts
 * import { decode, encode, uniform } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * const options = { size: 9, batchSize: 4, steps: 3 };
 * const text = encode(uniform({ ...options, random: createRng(1) }).snapshot());
 * const curriculum = uniform({ ...options, random: createRng(2), from: decode(text) });
 * encode(curriculum.snapshot()) === text; // => true
 * ```
 */
export function encode(snapshot: CurriculumSnapshot): string {
  return JSON.stringify(toJson(snapshot, 'snapshot', []));
}

/**
 * The snapshot that `encode` made this text of. What it is a snapshot of is checked where it is
 * continued.
 *
 * @throws SyntaxError if it is not JSON; RangeError if it is not what `encode` makes.
 */
export function decode(text: string): CurriculumSnapshot {
  const value = fromJson(JSON.parse(text));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError('decode: the text must hold a snapshot, an object');
  }
  return value as CurriculumSnapshot;
}

function toJson(value: unknown, path: string, above: object[]): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'undefined':
      return { [MARK]: 'undefined' };
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { [MARK]: 'number', is: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (value === null) return null;
  const kind = Object.prototype.toString.call(value).slice(8, -1); // also from another realm
  if (typeof value !== 'object') throw unfit(path, typeof value);
  if (kind in ARRAYS) return { [MARK]: kind, is: toBase64(value as ArrayBufferView) };
  if (above.includes(value)) throw unfit(path, 'circle');
  const here = [...above, value];
  if (Array.isArray(value)) return value.map((item, i) => toJson(item, `${path}[${i}]`, here));
  if (!isPlain(value)) throw unfit(path, value.constructor?.name ?? kind);
  const entries = Object.entries(value).map(
    ([key, item]) => [key, toJson(item, `${path}.${key}`, here)] as const,
  );
  // From entries, so that a key `__proto__` is one like any other.
  const object = Object.fromEntries(entries);
  return MARK in object ? { [MARK]: 'object', is: object } : object;
}

function fromJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromJson);
  if (!Object.hasOwn(value, MARK)) return contents(value);
  const { [MARK]: kind, is } = value as Record<string, unknown>;
  if (kind === 'undefined') return undefined;
  if (kind === 'number' && typeof is === 'string') return Number(is);
  if (kind === 'object' && typeof is === 'object' && is !== null) return contents(is);
  if (typeof kind === 'string' && Object.hasOwn(ARRAYS, kind) && typeof is === 'string') {
    return fromBase64(kind as ArrayName, is);
  }
  throw new RangeError(`decode: ${JSON.stringify(kind)} is no kind of value that encode writes`);
}

function contents(object: object): object {
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, fromJson(item)]));
}

function toBase64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const CHUNK = 0x7ffe; // few enough arguments for a call, and a multiple of 3
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  }
  return text;
}

function fromBase64(kind: ArrayName, text: string): ArrayBufferView {
  const bytes = (() => {
    try {
      return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    } catch (cause) {
      throw new RangeError(`decode: a ${kind} is not in base64`, { cause });
    }
  })();
  const Typed = ARRAYS[kind];
  if (bytes.length % Typed.BYTES_PER_ELEMENT !== 0) {
    throw new RangeError(`decode: a ${kind} has ${bytes.length} bytes`);
  }
  return new Typed(bytes.buffer);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function unfit(path: string, what: string): TypeError {
  return new TypeError(`encode: ${path} is a ${what}, which cannot be encoded`);
}
