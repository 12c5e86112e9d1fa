import { type Dataset, geoShapes } from '@gradus/datasets';
import { createRng } from '@gradus/samplers';
import { type History, historyOf, lookSteps } from './history.ts';

const SCORERS = [
  'entropy',
  'aadt',
  'aadt-squared',
  'margin',
  'least-confidence',
  'bald',
  'cross-entropy',
  'el2n',
];

/** A made-up training: small shapes are hard, and more so as it goes on; each scorer has noise of its own. */
export function someHistory({
  dataset = geoShapes({ count: 300, kind: 'geom', placement: 'centred', seed: 1 }),
  scorers = SCORERS,
}: {
  dataset?: Dataset;
  scorers?: string[];
} = {}): History {
  const random = createRng(5);
  const { area } = (dataset as Partial<ReturnType<typeof geoShapes>>).factors ?? {};
  const own = Float64Array.from({ length: dataset.count }, (_, i) => 0.5 - (area?.[i] ?? 0.2));
  const looks = lookSteps(8_000, 10).map((step) => {
    const learned = step / 8_000;
    const scores = scorers.map((name, i): [string, Float32Array] => [
      name,
      Float32Array.from(own, (hard) => learned * hard + (0.03 + 0.02 * i) * random()),
    ]);
    const doubt = Float32Array.from(own, (hard) => 0.6 * (1 - learned) + learned * hard * random());
    return {
      step,
      scores: Object.fromEntries(scores),
      predictions: Int32Array.from(dataset.labels, (label, i) =>
        (doubt[i] as number) > 0.28 ? (label + 1) % dataset.classNames.length : label,
      ),
      trueClass: doubt.map((value) => 1 - value),
    };
  });
  return historyOf({
    title: 'geoshapes, conv, uniform, seed 1',
    dataset,
    scorers,
    looks,
    gallerySteps: [0, 4_000, 8_000],
  });
}
