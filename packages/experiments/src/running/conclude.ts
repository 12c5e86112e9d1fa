import type { Summary, TrainingRecord } from '../results/records.ts';
import { summarize } from '../results/summarize.ts';
import type { RunFolder } from './run-folder.ts';
import { namedSettingsOf } from './run-settings.ts';

/** A folder's results in the order of its seeds and arms, whichever was finished first. */
export function recordsInOrder(folder: RunFolder): TrainingRecord[] {
  const { seeds, curricula } = namedSettingsOf(folder);
  const place = ({ seed, arm }: TrainingRecord) =>
    seeds.indexOf(seed) * curricula.length + (curricula as string[]).indexOf(arm);
  return [...folder.records].sort((a, b) => place(a) - place(b));
}

/** Sums up what a folder holds. */
export function conclude(folder: RunFolder): Summary {
  if (folder.config === null) throw new Error(`${folder.path} has no config.json`);
  return summarize(recordsInOrder(folder), folder.config.cost);
}
