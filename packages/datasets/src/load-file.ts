import { platform as here } from '#platform';
import { checkFile, mostCompressed } from './check-file.ts';
import { download } from './download.ts';
import { LastingError, reasonOf } from './first-answer.ts';
import type { LoadOptions, Publication, PublishedFile } from './load-options.ts';
import { mirrorUrls } from './mirror-urls.ts';
import type { FileCache, Platform } from './platform.ts';

/**
 * Finds a published file, decompresses it where it is compressed, and gives its bytes, no others:
 * their length and sha256 are checked.
 */
export async function loadFile(
  publication: Publication,
  file: PublishedFile,
  options: LoadOptions = {},
  platform: Platform = here,
): Promise<{ path: string; bytes: Uint8Array }> {
  const isBrowser = platform.readFirst === undefined;
  const urls = mirrorUrls(publication, file, options.baseUrl, isBrowser);
  const cache = await openCache(publication.caller, options, platform);
  return (
    (await findFile(publication, file, options, cache, platform)) ??
    (await downloadFile(urls, publication, file, options, cache, platform))
  );
}

/** Opens the cache that the options ask for. */
export async function openCache(
  caller: string,
  { cache, directory, signal }: LoadOptions,
  platform: Platform,
): Promise<FileCache | undefined> {
  if (directory !== undefined && platform.readFirst === undefined) {
    throw new TypeError(`${caller}: directory needs Node; pass read instead`);
  }
  if (cache !== undefined && cache !== false && (typeof cache !== 'string' || cache === '')) {
    throw new TypeError(`${caller}: cache must be a name or false, got ${cache || "''"}`);
  }
  signal?.throwIfAborted();
  return cache === false ? undefined : await platform.openCache(cache);
}

/** Looks for a file in every source but the web. */
export async function findFile(
  { caller, name, folders }: Publication,
  file: PublishedFile,
  { read, directory, signal }: LoadOptions,
  cache: FileCache | undefined,
  platform: Platform,
): Promise<{ path: string; bytes: Uint8Array } | undefined> {
  const readFrom = async (places: string[]) => {
    const names = [plainName(file), `${plainName(file)}.gz`];
    try {
      return await platform.readFirst?.(places, names, mostCompressed(file.bytes), signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw new Error(`${caller}: ${reasonOf(error)}`, { cause: error });
    }
  };
  const checked = async (found: { path: string; bytes: Uint8Array }) => {
    signal?.throwIfAborted();
    try {
      const bytes = await decompressed(found.bytes, file, platform);
      await checkFile(bytes, file, platform);
      signal?.throwIfAborted();
      return { path: found.path, bytes };
    } catch (error) {
      if (!(error instanceof LastingError)) throw error;
      throw new Error(`${caller}: ${found.path} ${error.message}`, { cause: error.cause });
    }
  };

  signal?.throwIfAborted();
  const given = await read?.(file.name, signal);
  if (given !== undefined && given !== null) {
    const path = `read('${file.name}')`;
    if (given instanceof Uint8Array) return checked({ path, bytes: given });
    if (given instanceof ArrayBuffer) return checked({ path, bytes: new Uint8Array(given) });
    throw new TypeError(
      `${caller}: ${path} must give a Uint8Array or an ArrayBuffer, got ${given}`,
    );
  }
  const inDirectory = directory === undefined ? undefined : await readFrom([directory]);
  if (inDirectory !== undefined) return checked(inDirectory);

  const key = keyOf(name, file);
  const kept = await cache?.read(key, file.bytes, signal);
  if (cache !== undefined && kept !== undefined) {
    signal?.throwIfAborted();
    if ((await platform.sha256(kept)) === file.sha256) {
      signal?.throwIfAborted();
      return { path: cache.pathOf(key), bytes: kept };
    }
    await cache.remove(key); // the disk's fault or a stranger's: the next source will replace it
  }

  const installed = await readFrom(folders);
  return installed && checked(installed);
}

/** Downloads a file and puts it into the cache. */
export async function downloadFile(
  urls: string[],
  publication: Publication,
  file: PublishedFile,
  options: LoadOptions,
  cache: FileCache | undefined,
  platform: Platform,
): Promise<{ path: string; bytes: Uint8Array }> {
  const found = await download(
    urls,
    mostCompressed(file.bytes),
    async (chunks, url) => {
      const bytes = await gathered(chunks, file.bytes);
      await checkFile(bytes, file, platform);
      return { path: url, bytes };
    },
    options,
    platform.patience,
  ).catch((error) => {
    if (!(error instanceof AggregateError)) throw error;
    throw nowhere(publication, file, options, cache, platform, error);
  });
  await keep(publication, file, found.bytes, cache);
  options.signal?.throwIfAborted();
  return found;
}

/** Puts a file, already checked, into the cache. */
export async function keep(
  { caller, name }: Publication,
  file: PublishedFile,
  bytes: Uint8Array,
  cache: FileCache | undefined,
): Promise<void> {
  const key = keyOf(name, file);
  await cache?.write(key, bytes).catch((error) => {
    throw new Error(`${caller}: ${cache.pathOf(key)} cannot be written: ${reasonOf(error)}`, {
      cause: error,
    });
  });
}

/** The error that says where a file was looked for, and every way to get it. */
export function nowhere(
  { caller, folders, cure }: Publication,
  file: PublishedFile,
  { directory }: LoadOptions,
  cache: FileCache | undefined,
  platform: Platform,
  failure: AggregateError,
): Error {
  const isBrowser = platform.readFirst === undefined;
  const places = [directory, cache?.pathOf(''), ...folders].filter((place) => place !== undefined);
  const looked = isBrowser ? '' : `, looked in ${places.join(', ') || 'no folder'}`;
  const failed = failure.errors.length === 0 ? '' : `; downloads failed: ${failure.message}`;
  const ways = isBrowser
    ? 'pass baseUrl or read(name, signal)'
    : `${cure}, or pass directory or read`;
  return new Error(`${caller}: no source has ${plainName(file)}${looked}${failed}; ${ways}`, {
    cause: failure,
  });
}

/** Decompresses what is compressed. No published file begins with gzip's two bytes by itself. */
async function decompressed(bytes: Uint8Array, file: PublishedFile, platform: Platform) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await platform.gunzip(bytes, file.bytes);
  } catch (error) {
    throw new LastingError(
      `must be gzip data of ${file.bytes} bytes, but is damaged: ${reasonOf(error)}`,
      { cause: error },
    );
  }
}

/** Joins chunks, of which there must be no more than that many bytes. */
async function gathered(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const all = new Uint8Array(limit);
  let length = 0;
  for await (const chunk of chunks) {
    if (length + chunk.length > limit) {
      throw new LastingError(`must hold ${limit} bytes (decompressed), but goes on`);
    }
    all.set(chunk, length);
    length += chunk.length;
  }
  return all.subarray(0, length);
}

function keyOf(name: string, file: PublishedFile): string {
  return `${name}/${plainName(file)}`;
}

function plainName({ name }: Pick<PublishedFile, 'name'>): string {
  return name.replace(/\.gz$/, '');
}
