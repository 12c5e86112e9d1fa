import { type Dataset, geoShapes } from '@gradus/datasets';
import { createRng } from '@gradus/samplers';
import type { TrainingRecord } from '../results/records.ts';
import { summarize } from '../results/summarize.ts';
import type { GallerySource, ReportConfig, ReportInput } from './report-input.ts';

const cost = { stepMs: 8.4, forwardMs: 0.021 };

/** Learning curves as the default comparison gives them: final error, how fast, what it cost. */
const arms = [
  { arm: 'uniform', final: 0.052, rate: 5, samplesScored: 0, referenceSteps: 0 },
  { arm: 'dynamic-free', final: 0.044, rate: 6, samplesScored: 0, referenceSteps: 0 },
  { arm: 'dynamic-scored', final: 0.046, rate: 5.5, samplesScored: 36_000, referenceSteps: 0 },
  { arm: 'bootstrapped', final: 0.053, rate: 4, samplesScored: 4_000, referenceSteps: 800 },
];

/** Made-up records of the default comparison, the same each time. */
export function someRecords({
  seeds = [1, 2, 3, 4, 5],
  dataset = 'geoshapes',
  model = 'conv',
}: {
  seeds?: number[];
  dataset?: string;
  model?: string;
} = {}): TrainingRecord[] {
  const random = createRng(11);
  return seeds.flatMap((seed) => {
    const luck = 0.006 * (random() - 0.5);
    return arms.map(({ arm, final, rate, samplesScored, referenceSteps }): TrainingRecord => {
      const end = final + luck + 0.004 * (random() - 0.5);
      const curve = Array.from({ length: 11 }, (_, i): [number, number] => {
        const noise = 1 + 0.15 * (random() - 0.5);
        return [80 * i, (end + (0.66 - end) * Math.exp((-rate * i) / 5)) * noise];
      });
      return {
        dataset,
        model,
        arm,
        curriculum: arm,
        scorer: arm === 'uniform' ? null : 'entropy',
        favour: arm === 'uniform' ? null : 'hard',
        maxRatio: null,
        seed,
        steps: 800,
        testError: end,
        validationError: curve[10]?.[1] ?? 0,
        stepsToUniform: arm === 'bootstrapped' && seed % 2 === 0 ? null : 640,
        samplesScored,
        referenceSteps,
        cpuMs: 9_000 + 1_000 * random(),
        wallMs: 9_500,
        curve,
      };
    });
  });
}

export const someConfig: ReportConfig = {
  arguments: { dataset: 'geoshapes', model: 'conv', seeds: [1, 2, 3, 4, 5], steps: 800 },
  versions: { gradus: '0.1.0', node: 'v20.20.0', '@tensorflow/tfjs-core': '4.22.0' },
  backend: 'wasm',
  device: 'AMD EPYC 7763, 2 cores',
  commit: 'b070252c0ffee',
  seeds: [1, 2, 3, 4, 5],
  cost,
  started: '2025-11-23T19:00:00.000Z',
};

/** A gallery of GeoShapes, scores and predictions made up: high scores are often wrong. */
export function someGallery(
  dataset: Dataset = geoShapes({ count: 200, kind: 'geom', placement: 'centred', seed: 1 }),
): GallerySource {
  const random = createRng(5);
  const classes = dataset.classNames.length;
  const scores = Float32Array.from({ length: dataset.count }, () => 1.0986 * random() ** 2);
  const predictions = Int32Array.from(dataset.labels, (label, i) =>
    (scores[i] as number) > 0.7 && random() < 0.5 ? (label + 1) % classes : label,
  );
  return { title: 'entropy of the finished uniform model, seed 1', dataset, scores, predictions };
}

/** A whole report's input, with what the caller wants otherwise. */
export function someInput({
  records = someRecords(),
  ...rest
}: Partial<ReportInput> = {}): ReportInput {
  return {
    summary: summarize(records, cost),
    records,
    config: someConfig,
    command: 'gradus run --seeds 1-5 --steps 800',
    gallery: someGallery(),
    ...rest,
  };
}
