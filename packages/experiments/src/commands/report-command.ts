import { Command } from 'commander';
import { textTable } from '../results/table.ts';
import { conclude } from '../running/conclude.ts';
import { readRun } from '../running/read-run.ts';
import { RunFolder } from '../running/run-folder.ts';
import { writeReport } from '../running/run-report.ts';
import { sessionOf } from '../running/run-settings.ts';

/** `gradus report`. */
export function reportCommand(): Command {
  return new Command('report')
    .description(
      'Sum a run up again, finished or not: print its table, write its summary and report.',
    )
    .argument('<run>', 'a run folder')
    .option('--data-dir <folder>', 'where the files of mnist or fashion-mnist are')
    .action(async (path: string, { dataDir }: { dataDir?: string }) => {
      await readRun(path); // or opening would make a folder
      const folder = await RunFolder.open(path);
      try {
        const summary = conclude(folder);
        await folder.saveSummary(summary);
        await writeReport(folder, summary, await sessionOf(folder, dataDir));
        for (const table of summary.tables) console.log(textTable(table, process.stdout.columns));
      } finally {
        await folder.close();
      }
    });
}
