import { UsageError } from '../usage-error.ts';
import type { PresetTable } from './preset.ts';

/**
 * A table with `scale` times the training images and updates, so with the same passes over the data; batches,
 * seeds and arms stay. Its cost is about `scale` times as much.
 */
export function scaled(table: PresetTable, scale: number): PresetTable {
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new UsageError(`run: scale must be a number > 0, got ${scale}`);
  }
  const times = (value: number) => Math.max(1, Math.round(scale * value));
  return { ...table, trainCount: times(table.trainCount), steps: times(table.steps) };
}
