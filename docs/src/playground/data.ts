import {
  type Dataset,
  fashionMnist,
  geoShapes,
  type Standardisation,
  split,
  standardise,
} from '@gradus/datasets';
import type { Settings } from './settings.ts';

/** What both lanes train on and are judged by. */
export interface RaceData {
  train: Dataset;
  validation: Dataset;
  standardise: Standardisation;
  /** Before the first update; it falls to 0 with the last. */
  learningRate: number;
}

/** Makes GeoShapes, or reads Fashion-MNIST: from the files given, the browser's cache, or the address given. */
export async function openData(
  { data, seed, from }: Pick<Settings, 'data' | 'seed' | 'from'>,
  files: ReadonlyMap<string, Blob> = new Map(),
  onProgress: (words: string) => void = () => {},
): Promise<RaceData> {
  if (data === 'geoshapes') {
    const make = (count: number, name: string) =>
      geoShapes({ count, kind: 'geom', placement: 'centred', seed: name });
    const train = make(4_000, `train ${seed}`);
    const validation = make(1_000, 'validation');
    return { train, validation, standardise: standardise(train), learningRate: 0.07 };
  }
  const all = await fashionMnist('train', {
    baseUrl: from === '' ? [] : from,
    read: async (name) => (files.get(name) ?? files.get(name.replace('.gz', '')))?.arrayBuffer(),
    onProgress: ({ done, total }) =>
      onProgress(`Fashion-MNIST: ${megabytes(done)}${total ? ` of ${megabytes(total)}` : ''} MB`),
  });
  const [validation, train] = split(all, [1_000, 20_000], { seed }) as [Dataset, Dataset];
  return { train, validation, standardise: standardise(train), learningRate: 0.05 };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
