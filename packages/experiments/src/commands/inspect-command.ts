import { Command } from 'commander';
import { inspect } from '../running/inspect.ts';
import { armNames } from '../training/arms.ts';
import { parseWhole } from './option-values.ts';

/** `gradus inspect`. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description(
      'Show the hardest and easiest images as training goes on: repeats one training of a run.',
    )
    .argument('<run>', 'a run folder')
    .option('--arm <name>', `which training: ${armNames.join(', ')}`, 'uniform')
    .option('--seed <n>', "its seed (default: the run's first)", parseWhole)
    .option('--points <n>', 'galleries after the one before the first update', parseWhole, 4)
    .option('--data-dir <folder>', 'where the files of mnist or fashion-mnist are')
    .action(async (path: string, options: Parameters<typeof inspect>[1]) => {
      const files = await inspect(path, options);
      for (const file of files) console.log(file);
    });
}
