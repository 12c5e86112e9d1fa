import { Command } from 'commander';
import { savePage } from '../report/save.ts';

/** `pnpm bench report`. */
export function reportCommand(): Command {
  return new Command('report')
    .description('Make report.html and report.md of the results in a folder once more.')
    .argument('<folder>', 'the folder')
    .action(async (folder: string) => console.log(await savePage(folder)));
}
