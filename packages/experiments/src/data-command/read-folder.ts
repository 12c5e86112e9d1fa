import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Dataset } from '@gradus/datasets';
import { readPair } from './array-pairs.ts';
import { foldersIn, readImageFolder } from './image-folder.ts';

const PARTS = {
  train: /^(train|training)$/i,
  test: /^(test|t10k|val|valid|validation)$/i,
};

/**
 * Reads a data set of one's own, what `--dataset path:FOLDER` means. The folder holds one of
 *
 * - pairs of IDX files, `train-images...` and `train-labels...`, and `t10k-` or `test-` for the test part;
 * - pairs of `.npy` files, `x.npy` and `y.npy`, or `train-x.npy`, `train-y.npy`, `test-x.npy`, `test-y.npy`
 *   (also `images` and `labels`);
 * - folders `train` and `test` with a folder of PNG or JPEG images for each class, or those folders alone.
 *
 * @returns The training part, and the test part where the folder has one.
 * @throws RangeError if it holds none of these; what is wrong with a file, by its path.
 */
export async function readFolder(
  folder: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ train: Dataset; test?: Dataset }> {
  const name = basename(resolve(folder));
  const files = (await readdir(folder)).sort();
  const train = pairOf(files, /^(train(ing)?[-_.]?)?/i) ?? undefined;
  if (train !== undefined) {
    const test = pairOf(files, /^(test|t10k)[-_.]?/i);
    return parts(
      await readPair(join(folder, train[0]), join(folder, train[1]), `${name}-train`),
      test && (await readPair(join(folder, test[0]), join(folder, test[1]), `${name}-test`)),
    );
  }

  const folders = await foldersIn(folder);
  const inTrain = folders.find((found) => PARTS.train.test(found));
  const inTest = folders.find((found) => PARTS.test.test(found));
  if (inTrain === undefined) {
    return { train: await readImageFolder(folder, { name: `${name}-train`, ...options }) };
  }
  return parts(
    await readImageFolder(join(folder, inTrain), { name: `${name}-train`, ...options }),
    inTest === undefined
      ? undefined
      : await readImageFolder(join(folder, inTest), { name: `${name}-test`, ...options }),
  );
}

/** The inputs and the labels among file names that begin so. */
function pairOf(files: string[], beginning: RegExp): [string, string] | undefined {
  const ending = String.raw`([-_.]?idx\d[-_.]ubyte|\.idx\d?|\.npy)(\.gz)?$`;
  const find = (what: string) =>
    files.find((file) => new RegExp(`${beginning.source}${what}${ending}`, 'i').test(file));
  const inputs = find('(x|xs|images|inputs|features)');
  const labels = find('(y|ys|labels|targets)');
  return inputs !== undefined && labels !== undefined ? [inputs, labels] : undefined;
}

function parts(train: Dataset, test: Dataset | undefined): { train: Dataset; test?: Dataset } {
  if (test === undefined) return { train };
  for (const what of ['shape', 'classNames'] as const) {
    // A class that the test part happens not to have is a class all the same.
    if (what === 'classNames' && isBeginning(test.classNames, train.classNames)) {
      test.classNames = [...train.classNames];
    }
    if (JSON.stringify(train[what]) !== JSON.stringify(test[what])) {
      throw new RangeError(
        `data: ${what} of ${test.name} must be [${train[what]}], as of ${train.name}, got [${test[what]}]`,
      );
    }
  }
  return { train, test };
}

function isBeginning(some: string[], all: string[]): boolean {
  return some.length <= all.length && some.every((name, i) => name === all[i]);
}
