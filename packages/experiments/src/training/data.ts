import {
  cifar10,
  concat,
  type Dataset,
  fashionMnist,
  geoShapes,
  mnist,
  type Standardisation,
  split,
  standardise,
} from '@gradus/datasets';
import { cacheDirectory } from '../data-command/cache-directory.ts';
import { UsageError } from '../usage-error.ts';
import { folderData, isFolder } from './folder-data.ts';

/** The three parts of an experiment's data, and how inputs are standardised: by the training part. */
export interface ExperimentData {
  train: Dataset;
  validation: Dataset;
  test: Dataset;
  standardise: Standardisation;
  /** How many samples at the front of `train` are its easy part, where it has one. */
  easyCount?: number | undefined;
}

/** The settings that go with a data set, used where nothing else is asked for. */
export interface DataDefaults {
  /** Updates of a training. */
  steps: number;
  batchSize: number;
  learningRate: number;
  /** Updates between two weighings of free scores. */
  stretch: number;
}

/** A data set that has been read; each seed has a training part of its own, the test part is shared. */
export interface OpenedData {
  defaults: DataDefaults;
  at(seed: number): Omit<ExperimentData, 'standardise'>;
}

/** A data set that `--dataset` takes. */
export interface DataPreset {
  name: string;
  description: string;
  open(options: {
    dataDir?: string | undefined;
    /** Samples of the training part, if not the set's own number. */
    trainCount?: number | undefined;
    signal?: AbortSignal | undefined;
    /** Made-up images of the same sizes and numbers for those of files, to estimate what training on them takes. */
    standIn?: boolean | undefined;
  }): Promise<OpenedData>;
  /** Whether it is read from files, which have to be had. */
  published?: boolean | undefined;
}

const geoshapes: DataPreset = {
  name: 'geoshapes',
  description: 'rectangles, ellipses and triangles, 32x32, made on the spot: 4,000 to train',
  async open({ trainCount = 4_000 }) {
    const make = (count: number, seed: string) =>
      geoShapes({ count, kind: 'geom', placement: 'centred', seed });
    const validation = make(1_000, 'validation');
    const test = make(5_000, 'test');
    return {
      defaults: { steps: 800, batchSize: 50, learningRate: 0.07, stretch: stretchFor(trainCount) },
      at: (seed) => ({ train: make(trainCount, `train ${seed}`), validation, test }),
    };
  },
};

/** Bengio's pair of sets: regular shapes are the easy part, the whole family is what is tested on. */
const basicThenGeom: DataPreset = {
  name: 'geoshapes-basic-geom',
  description:
    'the same, half of them only squares, circles and equilateral triangles: the easy part',
  async open({ trainCount = 8_000 }) {
    const make = (count: number, seed: string, kind: 'basic' | 'geom' = 'geom') =>
      geoShapes({ count, kind, placement: 'centred', seed });
    const validation = make(1_000, 'validation');
    const test = make(5_000, 'test');
    const easyCount = Math.floor(trainCount / 2);
    return {
      defaults: { steps: 800, batchSize: 50, learningRate: 0.07, stretch: stretchFor(trainCount) },
      at: (seed) => ({
        train: concat(
          make(easyCount, `train ${seed}`, 'basic'),
          make(trainCount - easyCount, `train ${seed}`),
        ),
        validation,
        test,
        easyCount,
      }),
    };
  },
};

/** Updates of 50 between two weighings of free scores: 1,000 draws for small sets, 2,000 for large ones. */
function stretchFor(count: number): number {
  return count < 10_000 ? 20 : 40;
}

type Read = (
  part: 'train' | 'test',
  options: { cache: string; directory?: string; signal?: AbortSignal },
) => Promise<Dataset>;

/** Fashion-MNIST, MNIST and CIFAR-10: training images drawn anew for each seed, 20,000 for 3 epochs. */
function realImages(
  name: string,
  description: string,
  read: Read,
  shape: [number, number, number],
): DataPreset {
  return {
    name,
    description,
    published: true,
    async open({ dataDir, trainCount = 20_000, signal, standIn = false }) {
      const directory = dataDir ?? process.env[folderVariable(name)];
      const options = {
        cache: cacheDirectory(),
        ...(directory === undefined ? {} : { directory }),
        ...(signal === undefined ? {} : { signal }),
      };
      const all = standIn
        ? madeUp(name, shape, trainCount + VALIDATION)
        : await read('train', options);
      const test = standIn ? madeUp(name, shape, 10_000) : await read('test', options);
      if (trainCount > all.count - VALIDATION) {
        throw new UsageError(
          `run: trainCount must be <= ${all.count - VALIDATION} for ${name}, got ${trainCount}`,
        );
      }
      return {
        defaults: {
          steps: 1_200,
          batchSize: 50,
          learningRate: 0.05,
          stretch: stretchFor(trainCount),
        },
        at(seed) {
          const [validation, train] = split(all, [VALIDATION, trainCount], { seed });
          return { train, validation, test };
        },
      };
    },
  };
}

/** Ten classes of images that show nothing. */
function madeUp(name: string, shape: number[], count: number): Dataset {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return {
    name,
    shape,
    count,
    inputs: new Uint8Array(count * size).map((_, i) => (i % 251) + (i % 5)),
    labels: new Uint8Array(count).map((_, i) => i % 10),
    classNames: Array.from({ length: 10 }, (_, i) => String(i)),
  };
}

/** What names a set's folder where no option does: GRADUS_FASHION_MNIST_DIR. */
function folderVariable(name: string): string {
  return `GRADUS_${name.toUpperCase().replaceAll('-', '_')}_DIR`;
}

/** Images kept from training to choose settings on. */
const VALIDATION = 2_500;

/** Every data set that `--dataset` takes by name. */
export const dataPresets: readonly DataPreset[] = [
  geoshapes,
  basicThenGeom,
  realImages(
    'fashion-mnist',
    'clothes, 28x28: 20,000 of the 60,000 to train',
    fashionMnist,
    [28, 28, 1],
  ),
  realImages('mnist', 'digits, 28x28: 20,000 of the 60,000 to train', mnist, [28, 28, 1]),
  realImages(
    'cifar10',
    'objects in colour, 32x32: 20,000 of the 50,000 to train',
    cifar10,
    [32, 32, 3],
  ),
];

/** Whether the data set of that name is read from files that others have published. */
export function isPublished(name: string): boolean {
  return dataPresets.some((data) => data.name === name && data.published);
}

/** The data set of that name, or in that folder. */
export function findData(name: string): DataPreset {
  const preset = dataPresets.find((data) => data.name === name);
  if (preset) return preset;
  if (isFolder(name)) return folderData(name);
  const names = dataPresets.map((data) => data.name).join(', ');
  throw new UsageError(
    `run: dataset must be one of ${names}, or a folder like path:./images, got ${name}`,
  );
}

/** Adds to the parts what is measured from the training part. */
export function withStandard(parts: Omit<ExperimentData, 'standardise'>): ExperimentData {
  return { ...parts, standardise: standardise(parts.train) };
}
