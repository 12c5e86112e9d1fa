import {
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
    signal?: AbortSignal | undefined;
  }): Promise<OpenedData>;
}

const geoshapes: DataPreset = {
  name: 'geoshapes',
  description: 'rectangles, ellipses and triangles, 32x32, made on the spot: 4,000 to train',
  async open() {
    const make = (count: number, seed: string) =>
      geoShapes({ count, kind: 'geom', placement: 'centred', seed });
    const validation = make(1_000, 'validation');
    const test = make(5_000, 'test');
    return {
      defaults: { steps: 800, batchSize: 50, learningRate: 0.07, stretch: 20 },
      at: (seed) => ({ train: make(4_000, `train ${seed}`), validation, test }),
    };
  },
};

type Read = (
  part: 'train' | 'test',
  options: { cache: string; directory?: string; signal?: AbortSignal },
) => Promise<Dataset>;

/** Fashion-MNIST and MNIST: 20,000 training images, drawn anew for each seed, 3 epochs. */
function realImages(name: string, description: string, read: Read): DataPreset {
  return {
    name,
    description,
    async open({ dataDir, signal }) {
      const options = {
        cache: cacheDirectory(),
        ...(dataDir === undefined ? {} : { directory: dataDir }),
        ...(signal === undefined ? {} : { signal }),
      };
      const all = await read('train', options);
      const test = await read('test', options);
      return {
        defaults: { steps: 1_200, batchSize: 50, learningRate: 0.05, stretch: 40 },
        at(seed) {
          const [validation, train] = split(all, [5_000, 20_000], { seed });
          return { train, validation, test };
        },
      };
    },
  };
}

/** Every data set that `--dataset` takes by name. */
export const dataPresets: readonly DataPreset[] = [
  geoshapes,
  realImages('fashion-mnist', 'clothes, 28x28: 20,000 of the 60,000 to train', fashionMnist),
  realImages('mnist', 'digits, 28x28: 20,000 of the 60,000 to train', mnist),
];

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
