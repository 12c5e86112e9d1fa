import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type ScorerPreset, scorerPresets } from '../training/scorers.ts';

/** In the order of the page; the rest of the scorers order samples as one of these does. */
const NAMES = [
  'entropy',
  'aadt',
  'aadt-squared',
  'margin',
  'least-confidence',
  'bald',
  'cross-entropy',
  'el2n',
];

/**
 * The scorers to look at: the run's own first, then the usual ones; BALD only where the net has dropout, without
 * which all its passes are equal.
 */
export function inspectedScorers(own: ScorerPreset, model: LayersModel): ScorerPreset[] {
  const others = NAMES.filter((name) => name !== own.name).flatMap(
    (name) => scorerPresets.find((preset) => preset.name === name) ?? [],
  );
  return [own, ...others].filter(
    (preset) => preset.accumulator === undefined || preset === own || hasDropout(model),
  );
}

function hasDropout(model: LayersModel): boolean {
  return model.layers.some((layer) => /dropout/i.test(layer.getClassName()));
}
