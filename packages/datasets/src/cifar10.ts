import type { Dataset } from './dataset.ts';
import { type LoadOptions, loadFile, type Publication, type PublishedFile } from './load-file.ts';
import { checkSplit } from './load-images.ts';

const PIXELS = 32 * 32;
const RECORD = 1 + 3 * PIXELS;
const RECORDS = 10_000;

const CIFAR10: Publication = {
  caller: 'cifar10',
  folders: [],
  cure: 'unpack https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz and pass its folder',
};

const CLASS_NAMES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

const FILES: Record<'train' | 'test', PublishedFile[]> = {
  train: [
    file('data_batch_1.bin', 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5'),
    file('data_batch_2.bin', 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed'),
    file('data_batch_3.bin', 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67'),
    file('data_batch_4.bin', '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48'),
    file('data_batch_5.bin', '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add'),
  ],
  test: [
    file('test_batch.bin', '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b'),
  ],
};

function file(name: string, sha256: string): PublishedFile {
  return { name, bytes: RECORDS * RECORD, sha256 };
}

/**
 * Loads CIFAR-10: 50,000 (train) or 10,000 (test) colour 32 x 32 images of ten kinds of animal and vehicle.
 *
 * Sources, in order: `read`, and in Node `directory`: the folder of the six `.bin` files, as
 * https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz unpacks. Each file is checked by the
 * sha256 of what it holds decompressed before it is looked into, as by `mnist`.
 *
 * @returns `inputs` `Uint8Array [count * 3072]`, `shape` `[32, 32, 3]` with red, green, blue last
 *   (the files have three planes), ten classes of equal size, in the files' order.
 * @throws RangeError if `split` is neither `'train'` nor `'test'`; TypeError for `directory` in a
 *   browser; Error if no source has a file, or if a file is damaged.
 * @see Krizhevsky 2009, Learning multiple layers of features from tiny images. No licence is stated.
 *
 * @example
 * ```ts no-run
 * import { cifar10 } from '@gradus/datasets';
 * const training = await cifar10('train', { directory: 'cifar-10-batches-bin' });
 * ```
 */
export async function cifar10(
  split: 'train' | 'test',
  options: LoadOptions = {},
): Promise<Dataset> {
  checkSplit('cifar10', split);
  const files = FILES[split];
  const count = files.length * RECORDS;
  const inputs = new Uint8Array(count * 3 * PIXELS);
  const labels = new Uint8Array(count);
  for (const [i, published] of files.entries()) {
    const { bytes } = await loadFile(CIFAR10, published, options);
    const [from, to] = [i * RECORDS, (i + 1) * RECORDS];
    unpack(bytes, inputs.subarray(from * 3 * PIXELS, to * 3 * PIXELS), labels.subarray(from, to));
  }
  return {
    name: `cifar10-${split}`,
    inputs,
    labels,
    count,
    shape: [32, 32, 3],
    classNames: [...CLASS_NAMES],
  };
}

/** Unpacks records of a label, 1024 reds, 1024 greens and 1024 blues into labels and pixels of three bytes. */
export function unpack(records: Uint8Array, inputs: Uint8Array, labels: Uint8Array): void {
  for (let i = 0; i < labels.length; i++) {
    labels[i] = records[i * RECORD] as number;
    for (let colour = 0; colour < 3; colour++) {
      const plane = i * RECORD + 1 + colour * PIXELS;
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        inputs[(i * PIXELS + pixel) * 3 + colour] = records[plane + pixel] as number;
      }
    }
  }
}
