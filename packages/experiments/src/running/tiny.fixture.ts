import { geoShapes } from '@gradus/datasets';
import type { TrainingRecord } from '../results/records.ts';
import type { DataPreset } from '../training/data.ts';

/** GeoShapes small enough for a test. */
export const tiny: DataPreset = {
  name: 'tiny',
  description: 'for tests',
  async open() {
    const make = (count: number, seed: string) =>
      geoShapes({ count, kind: 'geom', placement: 'centred', seed });
    return {
      defaults: { steps: 6, batchSize: 10, learningRate: 0.05, stretch: 2 },
      at: (seed) => ({
        train: make(60, `train ${seed}`),
        validation: make(20, 'validation'),
        test: make(30, 'test'),
      }),
    };
  },
};

/** What must be equal in two runs: everything but the times. */
export const timeless = ({
  cpuMs: _,
  wallMs: __,
  ...record
}: TrainingRecord): Omit<TrainingRecord, 'cpuMs' | 'wallMs'> => record;
