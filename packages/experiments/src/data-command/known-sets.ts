import { cifar10, type Dataset, fashionMnist, type LoadOptions, mnist } from '@gradus/datasets';
import { UsageError } from '../usage-error.ts';

/** A published data set as `gradus data` knows it. */
export interface KnownSet {
  /** Its folder in the cache is called the same. */
  name: string;
  /** What it is, in a line. */
  description: string;
  /** Its files, not compressed. */
  files: readonly string[];
  licence: string;
  load(split: 'train' | 'test', options: LoadOptions): Promise<Dataset>;
}

const IDX_FILES = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
];

export const KNOWN_SETS: readonly KnownSet[] = [
  {
    name: 'mnist',
    description: '70,000 grey 28 x 28 handwritten digits',
    files: IDX_FILES,
    licence: 'CC BY-SA 3.0',
    load: mnist,
  },
  {
    name: 'fashion-mnist',
    description: '70,000 grey 28 x 28 pieces of clothing, 10 classes',
    files: IDX_FILES,
    licence: 'MIT',
    load: fashionMnist,
  },
  {
    name: 'cifar10',
    description: '60,000 colour 32 x 32 animals and vehicles, 10 classes',
    files: [...[1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`), 'test_batch.bin'],
    licence: 'none stated',
    load: cifar10,
  },
];

/** The set of that name; what other names there are, where there is none. */
export function knownSet(name: string): KnownSet {
  const set = KNOWN_SETS.find((known) => known.name === name);
  if (set !== undefined) return set;
  const names = KNOWN_SETS.map((known) => known.name).join(', ');
  throw new UsageError(`data: the name must be one of ${names}, got ${name}`);
}
