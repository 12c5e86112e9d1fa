import type { Dataset } from './dataset.ts';
import { loadImages, type PublishedImages } from './load-images.ts';
import type { LoadOptions } from './load-options.ts';

const FASHION_MNIST: PublishedImages = {
  name: 'fashion-mnist',
  caller: 'fashionMnist',
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  train: {
    images: {
      name: 'train-images-idx3-ubyte.gz',
      bytes: 47_040_016,
      sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    },
    labels: {
      name: 'train-labels-idx1-ubyte.gz',
      bytes: 60_008,
      sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    },
  },
  test: {
    images: {
      name: 't10k-images-idx3-ubyte.gz',
      bytes: 7_840_016,
      sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    },
    labels: {
      name: 't10k-labels-idx1-ubyte.gz',
      bytes: 10_008,
      sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    },
  },
  folders: ['/usr/share/datasets/fashion-mnist'],
  mirrors: [
    { url: 'https://storage.googleapis.com/tensorflow/tf-keras-datasets/' },
    { url: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/' },
  ],
  openMirrors: [
    {
      url: 'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    },
  ],
  cure: 'run `apt install dataset-fashion-mnist`',
};

/**
 * Loads Fashion-MNIST: 60,000 (train) or 10,000 (test) grey 28 x 28 images of clothing, harder than
 * MNIST and of the same form.
 *
 * Sources, in order: `read`; `directory`; `cache`; in Node `/usr/share/datasets/fashion-mnist`, where
 * Debian's package `dataset-fashion-mnist` puts the files; and the web: three mirrors, or `baseUrl`,
 * 31 MB. Each file is checked by the sha256 of what it holds decompressed before it is looked into,
 * as by `mnist`.
 *
 * @returns `inputs` `Uint8Array [count * 784]`, `shape` `[28, 28, 1]`, ten classes of equal size.
 * @throws RangeError if `split` is neither `'train'` nor `'test'`; TypeError for `directory` in a
 *   browser or a `baseUrl` that is none; Error if no source has a file, with what each mirror answered,
 *   or if a file is damaged where the caller said it is.
 * @see Xiao, Rasul and Vollgraf 2017, Fashion-MNIST. Licence of the data: MIT.
 *
 * @example
 * ```ts no-run
 * import { fashionMnist, standardise } from '@gradus/datasets';
 * const training = await fashionMnist('train', { directory: 'data/fashion-mnist' });
 * standardise(training); // { mean: [0.28604...], sd: [0.35302...] }
 * ```
 */
export function fashionMnist(split: 'train' | 'test', options?: LoadOptions): Promise<Dataset> {
  return loadImages(FASHION_MNIST, split, options);
}
