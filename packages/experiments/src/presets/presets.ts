import { UsageError } from '../usage-error.ts';
import { dataSetPresets } from './data-sets.ts';
import { equalCost } from './equal-cost.ts';
import type { Preset } from './preset.ts';

/** Every preset that `gradus run` takes by name; `quick`, the default, is the run without any option. */
export const presets: readonly Preset[] = [...dataSetPresets, equalCost];

/** The preset of that name. */
export function findPreset(name: string): Preset {
  const preset = presets.find((each) => each.name === name);
  if (preset) return preset;
  const names = ['quick', ...presets.map((each) => each.name)].join(', ');
  throw new UsageError(`run: preset must be one of ${names}, got ${name}`);
}
