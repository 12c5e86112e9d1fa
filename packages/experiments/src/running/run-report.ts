import { commandLine } from '../commands/command-line.ts';
import type { GallerySource } from '../report/report-input.ts';
import type { Summary } from '../results/records.ts';
import type { Session } from '../training/session.ts';
import { recordsInOrder } from './conclude.ts';
import type { RunFolder } from './run-folder.ts';
import { namedSettingsOf } from './run-settings.ts';

/** Writes the report of a run into its folder, the figures beside it. */
export async function writeReport(
  folder: RunFolder,
  summary: Summary,
  session: Session,
): Promise<void> {
  const { config } = folder;
  if (config === null) throw new Error(`${folder.path} has no config.json`);
  // Its libraries take a moment to load: not for every command.
  const { reportFiles } = await import('../report/write-report.ts');
  const files = reportFiles({
    summary,
    records: recordsInOrder(folder),
    config,
    command: commandLine(namedSettingsOf(folder), config.backend),
    gallery: await galleryOf(folder, session),
  });
  for (const { name, data } of files) await folder.write(name, data);
}

/** The training images of the first seed, ranked by its finished uniform model; none before that is finished. */
async function galleryOf(folder: RunFolder, session: Session): Promise<GallerySource | undefined> {
  const seed = session.settings.seeds[0] as number;
  if (!folder.hasReference(seed)) return undefined;
  const title = `${session.scorer.name} of the finished uniform model, seed ${seed}`;
  return { title, dataset: session.data(seed).train, ...(await folder.readReference(seed)) };
}
