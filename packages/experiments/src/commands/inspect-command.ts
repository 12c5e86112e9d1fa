import { Command } from 'commander';
import { inspect } from '../running/inspect.ts';
import { parseWhole } from './option-values.ts';

/** `gradus inspect`. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description(
      'Show what is hard, for each scorer and as training goes on: repeats one training of a run. ' +
        'Galleries, difficulty by class and by what GeoShapes drew, how scorers agree, how ranks move, a data map.',
    )
    .argument('<run>', 'a run folder')
    .option('--arm <name>', 'which training, by its name in the table', 'uniform')
    .option('--seed <n>', "its seed (default: the run's first)", parseWhole)
    .option('--points <n>', 'galleries after the one before the first update', parseWhole, 4)
    .option(
      '--out <folder>',
      "where to write (default: inspect/<arm>-seed-<n> in the run's folder)",
    )
    .option('--data-dir <folder>', 'where the files of the data set are')
    .action(async (path: string, options: Parameters<typeof inspect>[1]) => {
      const files = await inspect(path, options);
      for (const file of files) console.log(file);
    });
}
