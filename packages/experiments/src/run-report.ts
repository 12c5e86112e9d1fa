import type { Summary } from './records.ts';
import { reportPage } from './report.ts';
import type { RunConfig, RunFolder } from './run-folder.ts';
import type { Session } from './session.ts';

/** Writes the report of a run into its folder. */
export async function writeReport(
  folder: RunFolder,
  summary: Summary,
  _session: Session,
): Promise<void> {
  await folder.write('report.html', reportPage(summary, folder.config as RunConfig));
}
