import type { Tensor } from '@tensorflow/tfjs-core';
import type { Dataset } from './dataset.ts';

/** What `fromTensors` and `fromTfData` cannot see in numbers. */
export interface FromOptions {
  /** What the set is, in a word (default `'data'`). */
  name?: string | undefined;
  /** The name of each class (default `'0'`, `'1'` and so on, up to the highest there is). */
  classNames?: readonly string[] | undefined;
  /** Inputs are whole numbers from 0 to 255: keep them as bytes, which batches hand out as 0 to 1. */
  bytes?: boolean | undefined;
}

/**
 * Makes a set of two tensors, reading them back once; they are not disposed.
 *
 * @param xs `[n, ...shape]`: images, rows of a table, anything of numbers. `float32` stays what it is;
 *   with `bytes`, 0 to 255 become bytes.
 * @param ys The classes: `[n]` whole numbers from 0, or `[n, classes]` one-hot.
 * @returns A set with arrays of its own, and labels in the smallest type that holds them.
 * @throws RangeError if lengths differ, a label is no class, a row is not one-hot or, with `bytes`, a
 *   value is no byte. NaN among the inputs is let through, as everywhere.
 *
 * @example
 * ```ts
 * import { fromTensors } from '@gradus/datasets';
 * import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
 * const [xs, ys] = [tensor2d([[5.5, 3.5], [6.25, 3]]), tensor1d([0, 2], 'int32')];
 * const iris = await fromTensors(xs, ys, { name: 'iris' });
 * iris.labels; // => Uint8Array.of(0, 2)
 * iris.classNames; // => ['0', '1', '2']
 * xs.dispose();
 * ys.dispose();
 * ```
 */
export async function fromTensors(
  xs: Tensor,
  ys: Tensor,
  options: FromOptions = {},
): Promise<Dataset> {
  if (xs.rank < 1) throw new RangeError('fromTensors: xs must be [n, ...shape], got a scalar');
  const [count, ...shape] = xs.shape as [number, ...number[]];
  if (ys.rank !== 1 && ys.rank !== 2) {
    throw new RangeError(`fromTensors: ys must be [n] or [n, classes], got [${ys.shape}]`);
  }
  if (ys.shape[0] !== count) {
    throw new RangeError(
      `fromTensors: ys must hold ${count} labels as xs does, got ${ys.shape[0]}`,
    );
  }
  const [inputs, labels] = await Promise.all([xs.data(), ys.data()]);
  const classes = ys.rank === 2 ? (ys.shape[1] as number) : undefined;
  return datasetOf('fromTensors', inputs, shape, labels, classes, options);
}

/** A set of plain numbers; `classes` is given where labels are one-hot rows of so many. */
export function datasetOf(
  caller: string,
  values: ArrayLike<number>,
  shape: number[],
  given: ArrayLike<number>,
  classes: number | undefined,
  { name = 'data', classNames, bytes = false }: FromOptions,
): Dataset {
  const indices = classes === undefined ? given : fromOneHot(caller, given, classes);
  let highest = (classes ?? 0) - 1;
  for (let i = 0; i < indices.length; i++) {
    const label = indices[i] as number;
    if (!Number.isInteger(label) || label < 0 || label > 0x7fff_ffff) {
      throw new RangeError(`${caller}: labels[${i}] must be an integer >= 0, got ${label}`);
    }
    if (classNames !== undefined && label >= classNames.length) {
      throw new RangeError(
        `${caller}: labels[${i}] must be in [0, ${classNames.length}), the classes named, got ${label}`,
      );
    }
    highest = Math.max(highest, label);
  }
  const names =
    classNames ?? Array.from({ length: Math.min(highest, 999_999) + 1 }, (_, c) => `${c}`);
  if (names.length <= highest) {
    throw new RangeError(`${caller}: labels must name at most 1000000 classes, got ${highest + 1}`);
  }
  const LabelArray =
    names.length <= 2 ** 8 ? Uint8Array : names.length <= 2 ** 16 ? Uint16Array : Int32Array;
  return {
    name,
    inputs: bytes ? toBytes(caller, values) : Float32Array.from(values),
    labels: LabelArray.from(indices),
    count: indices.length,
    shape,
    classNames: [...names],
  };
}

function fromOneHot(caller: string, rows: ArrayLike<number>, classes: number): number[] {
  return Array.from({ length: classes === 0 ? 0 : rows.length / classes }, (_, i) => {
    let hot = -1;
    for (let c = 0; c < classes; c++) {
      const value = rows[i * classes + c] as number;
      if (value === 0) continue;
      if (value !== 1 || hot >= 0) {
        throw new RangeError(
          `${caller}: row ${i} of the labels must be one-hot, got ${value} at ${c}`,
        );
      }
      hot = c;
    }
    if (hot < 0)
      throw new RangeError(`${caller}: row ${i} of the labels must be one-hot, got none`);
    return hot;
  });
}

function toBytes(caller: string, values: ArrayLike<number>): Uint8Array {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!(value >= 0 && value <= 255 && Number.isInteger(value))) {
      throw new RangeError(`${caller}: inputs[${i}] must be a byte, 0 to 255, got ${value}`);
    }
  }
  return Uint8Array.from(values);
}
