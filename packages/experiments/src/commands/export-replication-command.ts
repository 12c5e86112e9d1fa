import { Command } from 'commander';
import { exportReplication } from '../replication/export-replication.ts';
import { parseWhole } from './option-values.ts';

/** `gradus export-replication`, for those who check this library by another. */
export function exportReplicationCommand(): Command {
  return new Command('export-replication')
    .description(
      "Write one training's data, initial weights, batches and losses, to repeat it in another library.",
    )
    .argument('<run>', 'a run folder')
    .requiredOption('--out <folder>', 'where to write')
    .option('--arm <name>', 'which training, by its name in the table', 'uniform')
    .option('--seed <n>', "its seed (default: the run's first)", parseWhole)
    .option('--data-dir <folder>', 'where the files of the data set are')
    .action(async (path: string, options: Parameters<typeof exportReplication>[1]) => {
      const files = await exportReplication(path, options);
      console.log(`${files.length} files in ${options.out}`);
    });
}
