import type { Factors } from './factors.ts';

/**
 * Samples and their classes, in memory, as compact as they came: bytes stay bytes, and become
 * float32 a batch at a time (`inputs`, `batch`). A plain value: make one by hand from any arrays.
 */
export interface Dataset {
  /** What it is, in a word: `'mnist-train'`. */
  name: string;
  /** `count` samples, one after the other, each of `shape` with its last axis fastest. Bytes mean 0 to 1 in steps of 1/255. */
  inputs: Uint8Array | Float32Array;
  /** The class of each sample, `[count]`, from 0. */
  labels: Uint8Array | Uint16Array | Int32Array;
  /** How many samples there are. */
  count: number;
  /** The shape of one sample: `[height, width, channels]` for images, `[features]` for tables. */
  shape: number[];
  /** The name of each class; its length is the number of classes. */
  classNames: string[];
  /** What is known of how each sample was made, as `geoShapes` tells: carried along to the sets made from this one. */
  factors?: Factors;
}

/** How many values one sample has. */
export function sampleSize(dataset: Dataset): number {
  return dataset.shape.reduce((product, axis) => product * axis, 1);
}

/** The axis that `standardise` treats apart: channels of an image, features of a table, 1 otherwise. */
export function channelCount(dataset: Dataset): number {
  const { shape } = dataset;
  return shape.length === 1 || shape.length === 3 ? (shape[shape.length - 1] as number) : 1;
}

/** What a set made from this one keeps: fresh copies, so that changing one does not change the other. */
export function described({
  name,
  shape,
  classNames,
}: Dataset): Pick<Dataset, 'name' | 'shape' | 'classNames'> {
  return { name, shape: [...shape], classNames: [...classNames] };
}

/** An array of zeros of the same type. */
export function zerosLike<T extends Dataset['inputs'] | Dataset['labels']>(
  array: T,
  length: number,
): T {
  // By instanceof, as Node's Buffer is a Uint8Array whose constructor is not one's.
  const Type = [Uint8Array, Uint16Array, Int32Array, Float32Array].find((t) => array instanceof t);
  if (Type === undefined) throw new TypeError(`not a kind of array that data sets have: ${array}`);
  return new Type(length) as T;
}

/** Throws unless the arrays are as long as `count` and `shape` say: for functions that read a whole set. */
export function checkDataset(caller: string, dataset: Dataset): void {
  const { name, inputs, labels, count } = dataset;
  const size = sampleSize(dataset);
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`${caller}: count of ${name} must be an integer >= 0, got ${count}`);
  }
  if (inputs.length !== count * size) {
    throw new RangeError(
      `${caller}: inputs of ${name} must hold ${count} x ${size} values, got ${inputs.length}`,
    );
  }
  if (labels.length !== count) {
    throw new RangeError(
      `${caller}: labels of ${name} must hold ${count} values, got ${labels.length}`,
    );
  }
  for (const [factor, values] of Object.entries(dataset.factors ?? {})) {
    if (values.length !== count) {
      throw new RangeError(
        `${caller}: factors.${factor} of ${name} must hold ${count} values, got ${values.length}`,
      );
    }
  }
}

/** Throws, naming the position and the value, unless every index is an integer in `[0, count)`. */
export function checkIndices(caller: string, indices: ArrayLike<number>, count: number): void {
  if (typeof indices?.length !== 'number') {
    throw new TypeError(`${caller}: indices must be an array of integers, got ${indices}`);
  }
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (!(index >= 0 && index < count && Number.isInteger(index))) {
      throw new RangeError(
        `${caller}: indices[${i}] must be an integer in [0, ${count}), got ${index}`,
      );
    }
  }
}
