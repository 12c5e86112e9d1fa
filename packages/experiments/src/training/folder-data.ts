import { split } from '@gradus/datasets';
import { readFolder } from '../data-command/read-folder.ts';
import { UsageError } from '../usage-error.ts';
import type { DataPreset } from './data.ts';

/** What stands before a folder in `--dataset`. */
const PREFIX = 'path:';

const EPOCHS = 10;
const BATCH_SIZE = 50;

/** Whether a data set's name means a folder of one's own. */
export function isFolder(name: string): boolean {
  return name.startsWith(PREFIX);
}

/**
 * A data set of one's own: IDX or `.npy` pairs, or class folders of images. A fifth of it is the test part where
 * it has none of its own; a tenth of the rest, drawn anew for each seed, is for validation.
 */
export function folderData(name: string): DataPreset {
  const folder = name.slice(PREFIX.length);
  if (folder === '')
    throw new UsageError('run: dataset path: wants a folder after it, as in path:./images');
  return {
    name,
    description: folder,
    async open({ trainCount, signal }) {
      const read = await readFolder(folder, { signal }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
        throw new UsageError(`run: dataset ${name}: there is no folder ${folder}`, {
          cause: error,
        });
      });
      const [test, rest] =
        read.test === undefined
          ? split(read.train, 0.2, { seed: 'test' })
          : [read.test, read.train];
      const perEpoch = Math.max(1, Math.round((0.9 * rest.count) / BATCH_SIZE));
      return {
        defaults: {
          steps: EPOCHS * perEpoch,
          batchSize: BATCH_SIZE,
          learningRate: 0.05,
          // Half an epoch, within what suits sets of 4,000 and of 20,000 and more.
          stretch: Math.min(40, Math.max(10, Math.round(perEpoch / 2))),
        },
        at(seed) {
          const [validation, left] = split(rest, 0.1, { seed });
          const train = trainCount === undefined ? left : split(left, [trainCount], { seed })[0];
          return { train, validation, test };
        },
      };
    },
  };
}
