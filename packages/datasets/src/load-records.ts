import { platform as here } from '#platform';
import { checkFile } from './check-file.ts';
import type { Dataset } from './dataset.ts';
import { download } from './download.ts';
import { allFailed, LastingError } from './first-answer.ts';
import { downloadFile, findFile, keep, nowhere, openCache } from './load-file.ts';
import { checkSplit } from './load-images.ts';
import type { LoadOptions, Mirror, Publication, PublishedFile } from './load-options.ts';
import { mirrorUrls } from './mirror-urls.ts';
import { unpack } from './parse-cifar10.ts';
import type { FileCache, Platform } from './platform.ts';
import { readTar } from './read-tar.ts';

/** A set of colour images that was published as files of records, and those in a tar archive. */
export interface PublishedRecords extends Publication {
  classNames: string[];
  /** Images are so many pixels wide and high. */
  side: number;
  /** How many each file holds. */
  records: number;
  train: PublishedFile[];
  test: PublishedFile[];
  archive: {
    name: string;
    mirrors: Mirror[];
    mostBytes: { compressed: number; decompressed: number };
  };
}

/** Loads one part of a set of records, every file checked before it is looked into. */
export async function loadRecords(
  set: PublishedRecords,
  split: 'train' | 'test',
  options: LoadOptions = {},
  platform: Platform = here,
): Promise<Dataset> {
  checkSplit(set.caller, split);
  const isBrowser = platform.readFirst === undefined;
  const archived = { ...set, mirrors: set.archive.mirrors };
  const urls = mirrorUrls(archived, set.archive, options.baseUrl, isBrowser).filter((url) =>
    url.includes(set.archive.name),
  );
  const cache = await openCache(set.caller, options, platform);

  const files = set[split];
  const size = 3 * set.side * set.side;
  const inputs = new Uint8Array(files.length * set.records * size);
  const labels = new Uint8Array(files.length * set.records);
  const missing = new Set(files);
  const take = (file: PublishedFile, bytes: Uint8Array) => {
    const [from, to] = [0, 1].map((k) => (files.indexOf(file) + k) * set.records) as [
      number,
      number,
    ];
    unpack(bytes, inputs.subarray(from * size, to * size), labels.subarray(from, to));
    missing.delete(file);
  };

  for (const file of files) {
    const found = await findFile(set, file, options, cache, platform);
    if (found !== undefined) take(file, found.bytes);
  }
  if (missing.size > 0) {
    await fromArchive(set, urls, missing, take, options, cache, platform).catch(async (error) => {
      if (!(error instanceof AggregateError)) throw error;
      const [first] = missing as unknown as [PublishedFile];
      if (options.baseUrl === undefined) {
        throw nowhere(set, first, options, cache, platform, error);
      }
      for (const file of missing) {
        const urls = mirrorUrls(set, file, options.baseUrl, isBrowser);
        const found = await downloadFile(urls, set, file, options, cache, platform).catch(
          (second: Error) => {
            if (!(second.cause instanceof AggregateError)) throw second;
            const both = allFailed([...error.errors, ...second.cause.errors]);
            throw nowhere(set, file, options, cache, platform, both);
          },
        );
        take(file, found.bytes);
      }
    });
  }
  return {
    name: `${set.name}-${split}`,
    inputs,
    labels,
    count: labels.length,
    shape: [set.side, set.side, 3],
    classNames: [...set.classNames],
  };
}

/** Takes what is missing from the archive as it arrives, one file in memory at a time, and keeps every file of the set. */
async function fromArchive(
  set: PublishedRecords,
  urls: string[],
  missing: Set<PublishedFile>,
  take: (file: PublishedFile, bytes: Uint8Array) => void,
  options: LoadOptions,
  cache: FileCache | undefined,
  platform: Platform,
): Promise<void> {
  const { compressed, decompressed } = set.archive.mostBytes;
  const all = new Map([...set.train, ...set.test].map((file) => [file.name, file]));
  await download(
    urls,
    compressed,
    async (chunks, _url, stop) => {
      const wanted = cache === undefined ? [...missing] : [...all.values()];
      const sizes = new Map(wanted.map(({ name, bytes }) => [name, bytes]));
      for await (const { name, bytes } of readTar(chunks, sizes, decompressed)) {
        const file = all.get(name) as PublishedFile;
        await checkFile(bytes, file, platform).catch((error) => {
          throw new LastingError(`${name} ${error.message}`, { cause: error });
        });
        await keep(set, file, bytes, cache).catch((error) => {
          stop(error); // not the mirror's fault
          throw error;
        });
        options.signal?.throwIfAborted();
        if (missing.has(file)) take(file, bytes);
        sizes.delete(name);
        if (sizes.size === 0) return;
      }
      if (missing.size > 0) {
        throw new LastingError(`must hold ${[...missing].map(({ name }) => name).join(', ')}`);
      }
    },
    options,
    platform.patience,
  );
}
