import { Tensor } from '@tensorflow/tfjs-core';
import type { Dataset } from './dataset.ts';
import { datasetOf, type FromOptions } from './from-tensors.ts';

/** One element of what `fromTfData` reads: a sample and its class. */
export interface TfDataElement {
  xs: unknown;
  ys: unknown;
}

/** What `fromTfData` reads: a tf.data dataset, or anything with such an iterator. */
export interface TfDataLike {
  iterator(): Promise<{
    next(): Promise<{ value: unknown; done?: boolean | undefined }>;
    return?(): unknown;
  }>;
}

/** How `fromTfData` reads. */
export interface FromTfDataOptions extends FromOptions {
  /** Elements are batches, samples along their first axis (default: each is one sample). */
  batched?: boolean | undefined;
  /** Stop after so many samples, an integer >= 1: needed where the source repeats for ever. */
  limit?: number | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: { done: number }) => void) | undefined;
}

/**
 * Reads a `tf.data` dataset (of arrays, a generator, CSV, ...) or anything alike to its end, into a
 * set in memory; what is streamed cannot be asked for by index.
 *
 * An element is `{ xs, ys }`, each a tensor (disposed when read), a number, arrays of numbers, or
 * numbers by name, as `tf.data.csv` gives them. `xs` is one sample; `ys` its class, a whole number,
 * or one-hot where it holds more than one number. With `batched` both have a first axis of samples.
 *
 * @returns A set with arrays of its own, as by `fromTensors`.
 * @throws TypeError if an element is none of these; RangeError if elements differ in shape, there
 *   are none, `limit` is no integer >= 1, or a label is no class; what the source throws; the signal's reason.
 *
 * @example
 * ```ts
 * import { fromTfData } from '@gradus/datasets';
 * const rows = [{ xs: [5.5, 3.5], ys: 0 }, { xs: [6.25, 3], ys: 1 }];
 * const source = { iterator: async () => ({ next: async () => ({ value: rows.shift(), done: false }) }) };
 * const flowers = await fromTfData(source, { limit: 2, classNames: ['setosa', 'virginica'] });
 * flowers.inputs; // => Float32Array.of(5.5, 3.5, 6.25, 3)
 * ```
 */
export async function fromTfData(
  source: TfDataLike,
  options: FromTfDataOptions = {},
): Promise<Dataset> {
  const { batched = false, limit = Number.POSITIVE_INFINITY, signal, onProgress } = options;
  if (limit !== Number.POSITIVE_INFINITY && !(Number.isInteger(limit) && limit >= 1)) {
    throw new RangeError(`fromTfData: limit must be an integer >= 1, got ${limit}`);
  }
  const inputs = new Rows('xs', batched);
  const labels = new Rows('ys', batched);
  signal?.throwIfAborted();
  const iterator = await source.iterator();
  try {
    for (let element = 0; inputs.count < limit; element++) {
      signal?.throwIfAborted();
      const { value, done } = await iterator.next();
      if (done) break;
      const { xs, ys } = (value ?? {}) as Partial<TfDataElement>;
      try {
        const most = limit - inputs.count;
        await inputs.add(xs, element, most);
        await labels.add(ys, element, most);
      } finally {
        disposeTensors(xs);
        disposeTensors(ys);
      }
      if (labels.count !== inputs.count) {
        throw new RangeError(
          `fromTfData: element ${element} must hold as many ys as xs, got ${labels.count} and ${inputs.count} so far`,
        );
      }
      onProgress?.({ done: inputs.count });
    }
  } finally {
    await iterator.return?.();
  }
  if (inputs.shape === undefined || labels.shape === undefined) {
    throw new RangeError('fromTfData: the source must have an element or more, got none');
  }
  const width = labels.shape.reduce((product, axis) => product * axis, 1);
  return datasetOf(
    'fromTfData',
    inputs.values(),
    inputs.shape,
    labels.values(),
    width > 1 ? width : undefined,
    options,
  );
}

/** Samples as they come in, all of one shape. */
class Rows {
  shape: number[] | undefined;
  count = 0;
  #name: string;
  #batched: boolean;
  #parts: Float64Array[] = [];

  constructor(name: string, batched: boolean) {
    this.#name = name;
    this.#batched = batched;
  }

  async add(value: unknown, element: number, most: number): Promise<void> {
    const where = `fromTfData: ${this.#name} of element ${element}`;
    const { shape, values } = await numbersOf(value, where, this.#batched);
    if (this.#batched && shape.length === 0) {
      throw new TypeError(`${where} must have an axis of samples, got a number`);
    }
    const sample = this.#batched ? shape.slice(1) : shape;
    this.shape ??= sample;
    if (String(sample) !== String(this.shape)) {
      throw new RangeError(`${where} must be [${this.shape}], as the first, got [${sample}]`);
    }
    const count = Math.min(most, this.#batched ? (shape[0] as number) : 1);
    const size = sample.reduce((product, axis) => product * axis, 1);
    this.#parts.push(values.subarray(0, count * size));
    this.count += count;
  }

  values(): Float64Array {
    return joined(this.#parts);
  }
}

function joined(parts: Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Features by name side by side: of a batch, those of its first sample first. One alone is the number itself. */
function columns(parts: Numbers[], inner: number[], batched: boolean): Numbers {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const values = joined(parts.map((part) => part.values));
  if (!batched || inner.length === 0) return { shape: [parts.length, ...inner], values };
  const [rows, ...rest] = inner as [number, ...number[]];
  const size = rest.reduce((product, axis) => product * axis, 1);
  const sideBySide = new Float64Array(values.length);
  for (const [c, part] of parts.entries()) {
    for (let row = 0; row < rows; row++) {
      const own = part.values.subarray(row * size, (row + 1) * size);
      sideBySide.set(own, (row * parts.length + c) * size);
    }
  }
  return { shape: [rows, parts.length, ...rest], values: sideBySide };
}

interface Numbers {
  shape: number[];
  values: Float64Array;
}

async function numbersOf(value: unknown, where: string, batched: boolean): Promise<Numbers> {
  if (value instanceof Tensor) {
    if (value.dtype === 'string' || value.dtype === 'complex64') {
      throw new TypeError(`${where} must hold numbers, got a tensor of ${value.dtype}`);
    }
    return { shape: [...value.shape], values: Float64Array.from(await value.data()) };
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return { shape: [], values: Float64Array.of(Number(value)) };
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const values = Float64Array.from(value as unknown as ArrayLike<number>, Number);
    return { shape: [values.length], values };
  }
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) {
    return { shape: [value.length], values: Float64Array.from(value) };
  }
  if (Array.isArray(value) || isRecord(value)) {
    const entries = Object.entries(value);
    const parts: Numbers[] = [];
    for (const [key, part] of entries)
      parts.push(await numbersOf(part, `${where}, at ${key},`, batched));
    const inner = parts[0]?.shape ?? [];
    const odd = parts.findIndex(({ shape }) => String(shape) !== String(inner));
    if (odd >= 0) {
      throw new RangeError(
        `${where} must not be ragged, got [${parts[odd]?.shape}] at ${entries[odd]?.[0]}`,
      );
    }
    if (isRecord(value)) return columns(parts, inner, batched);
    return { shape: [parts.length, ...inner], values: joined(parts.map(({ values }) => values)) };
  }
  throw new TypeError(`${where} must be a tensor or made of numbers, got ${value}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && value.constructor === Object;
}

function disposeTensors(value: unknown): void {
  if (value instanceof Tensor) value.dispose();
  else if (Array.isArray(value) || isRecord(value)) Object.values(value).forEach(disposeTensors);
}
