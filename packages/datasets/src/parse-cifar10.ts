/** What a file of CIFAR-10's binary version holds. */
export interface Cifar10Records {
  /** `[count, 32, 32, 3]`. */
  shape: [count: number, height: 32, width: 32, channels: 3];
  /** The pixels, red, green and blue last, in an array of their own. */
  data: Uint8Array;
  /** The class of each image, `[count]`. */
  labels: Uint8Array;
}

const PIXELS = 1024;
/** A label, then all reds, all greens and all blues. */
const RECORD = 1 + 3 * PIXELS;

/**
 * Reads a file of CIFAR-10's binary version, and of sets published like it: records of 3073 bytes, a label and
 * the planes of a 32 x 32 image, row by row. Labels are not checked.
 *
 * @param bytes The file, not compressed.
 * @param name What to call it in an error.
 * @throws RangeError if the file is empty or does not end with a record.
 * @see https://www.cs.toronto.edu/~kriz/cifar.html (binary version)
 *
 * @example
 * ```ts
 * import { parseCifar10 } from '@gradus/datasets';
 * const record = Uint8Array.from({ length: 3073 }, (_, i) => (i === 0 ? 7 : i % 200));
 * const { data, labels } = parseCifar10(record);
 * labels; // => Uint8Array.of(7)
 * [...data.subarray(0, 6)]; // => [1, 25, 49, 2, 26, 50]
 * ```
 */
export function parseCifar10(bytes: Uint8Array, name = 'the CIFAR-10 file'): Cifar10Records {
  const count = bytes.length / RECORD;
  if (!Number.isInteger(count) || count === 0) {
    throw new RangeError(
      `parseCifar10: ${name} must hold whole records of ${RECORD} bytes, got ${bytes.length} bytes`,
    );
  }
  const data = new Uint8Array(count * 3 * PIXELS);
  const labels = new Uint8Array(count);
  unpack(bytes, data, labels);
  return { shape: [count, 32, 32, 3], data, labels };
}

/** Unpacks records of a label, then all reds, greens and blues, into labels and pixels of three bytes. */
export function unpack(records: Uint8Array, inputs: Uint8Array, labels: Uint8Array): void {
  const pixels = inputs.length / labels.length / 3;
  const record = 1 + 3 * pixels;
  let out = 0;
  for (let i = 0; i < labels.length; i++) {
    const start = i * record + 1;
    labels[i] = records[start - 1] as number;
    for (let red = start; red < start + pixels; red++) {
      inputs[out] = records[red] as number;
      inputs[out + 1] = records[red + pixels] as number;
      inputs[out + 2] = records[red + 2 * pixels] as number;
      out += 3;
    }
  }
}
