import type { UsedBackend } from '@gradus/backends';
import { findModel, type ModelPreset } from '../models/presets.ts';
import { type DataPreset, findData, type OpenedData } from '../training/data.ts';
import { findScorer, type ScorerPreset } from '../training/scorers.ts';
import { Session, scorerNames } from '../training/session.ts';
import { checkSettings, resolveSettings } from '../training/settings.ts';
import { startBackend } from '../training/start-backend.ts';
import type { RunOptions } from './run.ts';

/** All that a run needs, read and checked. */
export interface Prepared {
  preset: DataPreset;
  parts: {
    dataset: string;
    opened: OpenedData;
    model: ModelPreset;
    scorers: readonly ScorerPreset[];
  };
  /** As asked for: the updates of equal cost are not known yet. */
  session: Session;
  backend: UsedBackend;
  /** Whether the images are not the data set's own, but as many and as large. */
  standIn: boolean;
}

/** Finds and opens what a run is asked for, or stands in for its files, and starts its backend. */
export async function prepare(
  options: RunOptions,
  { standIn = false }: { standIn?: boolean } = {},
): Promise<Prepared> {
  checkSettings(options);
  const { dataset = 'geoshapes', model = 'conv', dataDir, trainCount, signal } = options;
  const preset = typeof dataset === 'object' ? dataset : findData(dataset);
  const net = typeof model === 'object' ? model : await findModel(model);
  const opened = await preset.open({ dataDir, trainCount, signal, standIn });
  const settings = resolveSettings(options, opened.defaults);
  const scorers = await Promise.all(scorerNames(settings).map(findScorer));
  const parts = { dataset: preset.name, opened, model: net, scorers };
  return {
    preset,
    parts,
    session: new Session(settings, parts),
    backend: await startBackend(options.backend ?? 'auto'),
    standIn: standIn && preset.published === true,
  };
}
