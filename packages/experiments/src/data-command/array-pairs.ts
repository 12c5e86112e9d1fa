import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dataset, parseIdx, parseNpy } from '@gradus/datasets';

const MOST_BYTES = 2 ** 30;

interface Numbers {
  shape: number[];
  data: ArrayLike<number>;
}

/**
 * Makes a set of two files, of IDX or `.npy`: inputs `[n, ...]` and labels, `[n]` whole numbers from
 * 0 or `[n, classes]` one-hot. Bytes stay bytes, other numbers become float32; images `[n, h, w]`
 * of one channel get their third axis.
 *
 * @throws RangeError that names the file where shapes do not fit, or a label is no class.
 */
export async function readPair(inputs: string, labels: string, name: string): Promise<Dataset> {
  const xs = await readArray(inputs);
  const ys = await readArray(labels);
  const [count, ...rest] = xs.shape;
  if (count === undefined) throw new RangeError(`data: ${inputs} must have an axis of samples`);
  if (ys.shape[0] !== count || ys.shape.length > 2) {
    throw new RangeError(
      `data: ${labels} must be [${count}] or [${count}, classes], as ${inputs} has ${count} samples, got [${ys.shape}]`,
    );
  }
  const classes = classesOf(ys, labels);
  const highest = classes.reduce((most, label) => Math.max(most, label), -1);
  const named = ys.shape[1] ?? highest + 1;
  const LabelArray = named <= 2 ** 8 ? Uint8Array : named <= 2 ** 16 ? Uint16Array : Int32Array;
  return {
    name,
    inputs: xs.data instanceof Uint8Array ? xs.data : Float32Array.from(xs.data),
    labels: LabelArray.from(classes),
    count,
    shape: rest.length === 2 ? [...rest, 1] : rest,
    classNames: Array.from({ length: named }, (_, c) => `${c}`),
  };
}

/** Reads an IDX or a `.npy` file, compressed by gzip or not; of what is compressed, up to `mostBytes`. */
export async function readArray(path: string, mostBytes: number = MOST_BYTES): Promise<Numbers> {
  let bytes: Uint8Array = await readFile(path);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    bytes = await promisify(gunzip)(bytes, { maxOutputLength: mostBytes }).catch((error) => {
      throw new Error(
        error.code === 'ERR_BUFFER_TOO_LARGE'
          ? `data: ${path} must hold at most ${mostBytes} bytes decompressed`
          : `data: ${path} is damaged: ${error.message}`,
        { cause: error },
      );
    });
  }
  return bytes[0] === 0x93 ? parseNpy(bytes, path) : parseIdx(bytes, path);
}

function classesOf({ shape, data }: Numbers, path: string): number[] {
  const width = shape.length === 2 ? (shape[1] as number) : 1;
  return Array.from({ length: shape[0] as number }, (_, i) => {
    if (shape.length === 1) {
      const label = data[i] as number;
      if (Number.isInteger(label) && label >= 0 && label < 1_000_000) return label;
      throw new RangeError(
        `data: label ${i} of ${path} must be an integer in [0, 1000000), got ${label}`,
      );
    }
    const row = Array.from({ length: width }, (_, c) => data[i * width + c] as number);
    const hot = row.indexOf(1);
    if (hot >= 0 && row.every((value, c) => value === (c === hot ? 1 : 0))) return hot;
    throw new RangeError(`data: label ${i} of ${path} must be one-hot, got ${row}`);
  });
}
