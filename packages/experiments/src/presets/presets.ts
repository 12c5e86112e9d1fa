import { UsageError } from '../usage-error.ts';
import { bengio } from './bengio.ts';
import { dataSetPresets } from './data-sets.ts';
import { equalCost } from './equal-cost.ts';
import { labelNoise } from './label-noise.ts';
import { limits } from './limits.ts';
import { maxRatio } from './max-ratio.ts';
import type { Preset } from './preset.ts';
import { thesis } from './thesis.ts';

/** Every preset that `gradus run` takes by name; `quick`, the default, is the run without any option. */
export const presets: readonly Preset[] = [
  ...dataSetPresets,
  thesis,
  bengio,
  maxRatio,
  labelNoise,
  equalCost,
  limits,
];

/** The preset of that name. */
export function findPreset(name: string): Preset {
  const preset = presets.find((each) => each.name === name);
  if (preset) return preset;
  const names = ['quick', ...presets.map((each) => each.name)].join(', ');
  throw new UsageError(`run: preset must be one of ${names}, got ${name}`);
}
