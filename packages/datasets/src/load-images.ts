import { platform as here } from '#platform';
import type { Dataset } from './dataset.ts';
import { parseIdx } from './parse-idx.ts';
import type { Platform } from './platform.ts';

/** Where the bytes of a published data set come from. */
export interface LoadOptions {
  /** A folder that holds the files under their official names, with or without `.gz`. Node only. */
  directory?: string | undefined;
  /**
   * A source of your own, asked first. `name` is the official one, such as
   * `train-images-idx3-ubyte.gz`; the answer may be compressed or not, and `undefined` or `null`
   * passes the question on to the next source. What it throws is thrown.
   */
  read?:
    | ((
        name: string,
        signal: AbortSignal | undefined,
      ) => Promise<Uint8Array | ArrayBuffer | undefined | null>)
    | undefined;
  /** Stops the loading; the promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** A file as it was published, by what it holds once decompressed. */
export interface PublishedFile {
  /** Its official name without `.gz`. */
  name: string;
  bytes: number;
  sha256: string;
}

/** A data set published as IDX files, and where packages put them. */
export interface PublishedImages {
  /** Also the name of the function that loads it, as `caller` names it in errors. */
  name: string;
  caller: string;
  classNames: string[];
  train: { images: PublishedFile; labels: PublishedFile };
  test: { images: PublishedFile; labels: PublishedFile };
  /** See `Platform.readFirst`. */
  folders: string[];
  /** The command that puts the files there. */
  install: string;
}

/** Loads one part of a published data set, every file checked before it is looked into. */
export async function loadImages(
  set: PublishedImages,
  split: 'train' | 'test',
  options: LoadOptions = {},
  platform: Platform = here,
): Promise<Dataset> {
  const { caller, classNames } = set;
  if (split !== 'train' && split !== 'test') {
    throw new RangeError(`${caller}: split must be 'train' or 'test', got ${split}`);
  }
  if (options.directory !== undefined && platform.readFirst === undefined) {
    throw new TypeError(`${caller}: directory needs Node; pass read instead`);
  }
  const images = await load(set, set[split].images, options, platform);
  const labels = await load(set, set[split].labels, options, platform);
  const [count, height, width] = images.shape as [number, number, number];
  return {
    name: `${set.name}-${split}`,
    inputs: images.data,
    labels: labels.data,
    count,
    shape: [height, width, 1],
    classNames: [...classNames],
  };
}

async function load(
  set: PublishedImages,
  file: PublishedFile,
  options: LoadOptions,
  platform: Platform,
) {
  const { signal } = options;
  signal?.throwIfAborted();
  const { path, bytes } = await find(set, file, options, platform);
  signal?.throwIfAborted();
  const payload = await check(set.caller, path, bytes, file, platform);
  signal?.throwIfAborted();
  return parseIdx(payload, path);
}

async function find(
  set: PublishedImages,
  file: PublishedFile,
  { read, directory, signal }: LoadOptions,
  platform: Platform,
): Promise<{ path: string; bytes: Uint8Array }> {
  const given = await read?.(`${file.name}.gz`, signal);
  if (given !== undefined && given !== null) {
    if (!(given instanceof Uint8Array) && !(given instanceof ArrayBuffer)) {
      throw new TypeError(
        `${set.caller}: read('${file.name}.gz') must give a Uint8Array or an ArrayBuffer, got ${given}`,
      );
    }
    const bytes = given instanceof Uint8Array ? given : new Uint8Array(given);
    return { path: `read('${file.name}.gz')`, bytes };
  }

  const folders = [...(directory === undefined ? [] : [directory]), ...set.folders];
  const names = [file.name, `${file.name}.gz`];
  // What does not compress grows by 5 bytes a block of 16 KiB or more, and a header.
  const limit = Math.ceil(file.bytes * 1.001) + 1024;
  const found = await platform.readFirst?.(folders, names, limit, signal);
  if (found !== undefined) return found;
  const ways = platform.readFirst === undefined ? '' : `; looked in ${folders.join(', ')}`;
  throw new Error(
    `${set.caller}: no source has ${file.name}${ways}. ${
      platform.readFirst === undefined ? '' : `Run \`${set.install}\`, or pass directory, or `
    }pass read(name, signal)`,
  );
}

/** Decompresses what is compressed and throws, naming expected and found, unless it is the file published. */
async function check(
  caller: string,
  path: string,
  bytes: Uint8Array,
  file: PublishedFile,
  platform: Platform,
): Promise<Uint8Array> {
  let payload = bytes;
  // IDX begins with two zeros, so these two bytes tell; a server may have decompressed it on the way.
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      payload = await platform.gunzip(bytes, file.bytes);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${caller}: ${path} must be gzip data of ${file.bytes} bytes, but is damaged: ${reason}`,
        { cause: error },
      );
    }
  }
  if (payload.length !== file.bytes) {
    throw new Error(
      `${caller}: ${path} must hold ${file.bytes} bytes (decompressed), got ${payload.length}`,
    );
  }
  const sha256 = await platform.sha256(payload);
  if (sha256 !== file.sha256) {
    throw new Error(`${caller}: ${path} must have sha256 ${file.sha256}, got ${sha256}`);
  }
  return payload;
}
