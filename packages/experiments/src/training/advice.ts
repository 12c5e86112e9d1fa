import type { Settings } from './settings.ts';

/** From this many passes on curricula tied with uniform or lost: over made images, and over real ones. */
const MANY_PASSES = { made: 40, real: 10 };

/**
 * What is worth knowing before a run: that curricula which favour hard samples do not help once a net learns its
 * training images by heart. On Fashion-MNIST free scores won at 3 and 5 passes over 20,000 images, tied at 10 over
 * 4,000 and lost at 15 over 20,000. Made images are less easily learned by heart: on GeoShapes' 4,000 free scores won
 * at 10 passes and tied at 40. Nor do they help where a net gets much wrong whatever it is shown: at 5 passes over
 * 10,000 of CIFAR-10, of which the small net gets half wrong, free scores tied or lost and a scoring pass an epoch lost
 * (docs/results.md).
 *
 * @param count Training samples.
 */
export function advice(dataset: string, count: number, settings: Settings): string | null {
  const passes = (settings.steps * settings.batchSize) / count;
  const dynamic = settings.arms.some((arm) => arm.curriculum.startsWith('dynamic') && !arm.control);
  if (!dynamic) return null;
  if (dataset === 'cifar10') {
    return 'hard data for a small net: on CIFAR-10 curricula have not lowered the error, and some have raised it: use uniform';
  }
  const many = dataset.startsWith('geoshapes') ? MANY_PASSES.made : MANY_PASSES.real;
  if (passes < many) return null;
  return `small or overfitted data: after ${Math.round(passes)} passes over ${count.toLocaleString('en')} images curricula have not beaten uniform: use uniform, or more images and fewer updates`;
}
