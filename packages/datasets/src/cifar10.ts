import type { Dataset } from './dataset.ts';
import type { LoadOptions, PublishedFile } from './load-options.ts';
import { loadRecords, type PublishedRecords } from './load-records.ts';

const CIFAR10: PublishedRecords = {
  name: 'cifar10',
  caller: 'cifar10',
  classNames: [
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
  ],
  side: 32,
  records: 10_000,
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
  folders: [],
  mirrors: [], // there the files are to be had in the archive alone
  archive: {
    name: 'cifar-10-binary.tar.gz',
    mirrors: [{ url: 'https://www.cs.toronto.edu/~kriz/' }],
    mostBytes: { compressed: 200_000_000, decompressed: 200_000_000 },
  },
  cure: 'unpack https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz and pass its folder',
};

function file(name: string, sha256: string): PublishedFile {
  return { name, bytes: 30_730_000, sha256 };
}

/**
 * Loads CIFAR-10: 50,000 (train) or 10,000 (test) colour 32 x 32 images of ten kinds of animal and vehicle.
 *
 * Sources, in order: `read`; `directory`, the folder of the six `.bin` files; `cache`; and the web:
 * https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz, 170 MB, read as it arrives, or a `baseUrl`
 * that has this archive or the files. Each file is checked by the sha256 of what it holds
 * decompressed before it is looked into, as by `mnist`. Give a `cache`: both parts are in the one
 * archive, and without a cache each is a download of its own.
 *
 * @returns `inputs` `Uint8Array [count * 3072]`, `shape` `[32, 32, 3]` with red, green, blue last
 *   (the files have three planes), ten classes of equal size, in the files' order.
 * @throws RangeError if `split` is neither `'train'` nor `'test'`; TypeError for `directory` in a
 *   browser or a `baseUrl` that is none; Error if no source has a file, with what each mirror answered,
 *   or if a file is damaged where the caller said it is.
 * @see Krizhevsky 2009, Learning multiple layers of features from tiny images. No licence is stated.
 *
 * @example
 * ```ts no-run
 * import { cifar10 } from '@gradus/datasets';
 * const training = await cifar10('train', { directory: 'cifar-10-batches-bin' });
 * ```
 */
export function cifar10(split: 'train' | 'test', options?: LoadOptions): Promise<Dataset> {
  return loadRecords(CIFAR10, split, options);
}
