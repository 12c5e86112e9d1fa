import {
  type Dataset,
  fashionMnist,
  geoShapes,
  mnist,
  type Standardisation,
  split,
  standardise,
} from '@gradus/datasets';

/** The three parts of an experiment's data, and how inputs are standardised: by the training part. */
export interface ExperimentData {
  train: Dataset;
  validation: Dataset;
  test: Dataset;
  standardise: Standardisation;
}

/** A data set as the command knows it, with the settings that go with it. */
export interface DataPreset {
  name: string;
  /** Images to train on. */
  trainCount: number;
  validationCount: number;
  steps: number;
  batchSize: number;
  learningRate: number;
  /** Updates between two weighings of free scores. */
  stretch: number;
  /** Everything that does not depend on the seed is read once; the training part is the seed's. */
  open(dataDir: string | undefined): Promise<(seed: number) => ExperimentData>;
}

const GEOSHAPES_TEST = 5_000;

const geoshapes: DataPreset = {
  name: 'geoshapes',
  trainCount: 4_000,
  validationCount: 1_000,
  steps: 800,
  batchSize: 50,
  learningRate: 0.07,
  stretch: 20,
  async open() {
    const make = (count: number, seed: string) =>
      geoShapes({ count, kind: 'geom', placement: 'centred', seed });
    const validation = make(this.validationCount, 'validation');
    const test = make(GEOSHAPES_TEST, 'test');
    return (seed) =>
      withStandard({ train: make(this.trainCount, `train ${seed}`), validation, test });
  },
};

/** The settings of Fashion-MNIST and MNIST: 20,000 training images, drawn anew for each seed, 3 epochs. */
function realImages(
  name: string,
  read: (split: 'train' | 'test', options: { directory?: string }) => Promise<Dataset>,
): DataPreset {
  return {
    name,
    trainCount: 20_000,
    validationCount: 5_000,
    steps: 1_200,
    batchSize: 50,
    learningRate: 0.05,
    stretch: 40,
    async open(dataDir) {
      const options = dataDir === undefined ? {} : { directory: dataDir };
      const all = await read('train', options);
      const test = await read('test', options);
      return (seed) => {
        const [validation, train] = split(all, [this.validationCount, this.trainCount], { seed });
        return withStandard({ train, validation, test });
      };
    },
  };
}

function withStandard(parts: Omit<ExperimentData, 'standardise'>): ExperimentData {
  return { ...parts, standardise: standardise(parts.train) };
}

/** Every data set that `--dataset` takes. */
export const dataPresets: readonly DataPreset[] = [
  geoshapes,
  realImages('fashion-mnist', fashionMnist),
  realImages('mnist', mnist),
];
