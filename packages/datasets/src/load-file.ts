import { platform as here } from '#platform';
import type { Platform } from './platform.ts';

/** Where the bytes of a published data set come from. */
export interface LoadOptions {
  /** A folder that holds the files under their official names, with or without `.gz`. Node only. */
  directory?: string | undefined;
  /**
   * A source of your own, asked first. `name` is the official one, such as
   * `train-images-idx3-ubyte.gz` or `data_batch_1.bin`; the answer may be compressed or not, and
   * `undefined` or `null` passes the question on to the next source. What it throws is thrown.
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
  /** Its official name, which may end in `.gz`. */
  name: string;
  /** Decompressed, as the sha256 is. */
  bytes: number;
  sha256: string;
}

/** Who publishes files, and where packages put them. */
export interface Publication {
  /** The function that loads it, as named in errors. */
  caller: string;
  /** See `Platform.readFirst`. */
  folders: string[];
  /** How to get the files, as in "no source has it; do this, or pass directory or read". */
  cure: string;
}

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
  const { signal } = options;
  if (options.directory !== undefined && platform.readFirst === undefined) {
    throw new TypeError(`${publication.caller}: directory needs Node; pass read instead`);
  }
  signal?.throwIfAborted();
  const { path, bytes } = await find(publication, file, options, platform);
  signal?.throwIfAborted();
  const checked = await check(publication.caller, path, bytes, file, platform);
  signal?.throwIfAborted();
  return { path, bytes: checked };
}

async function find(
  publication: Publication,
  file: PublishedFile,
  { read, directory, signal }: LoadOptions,
  platform: Platform,
): Promise<{ path: string; bytes: Uint8Array }> {
  const given = await read?.(file.name, signal);
  if (given !== undefined && given !== null) {
    if (!(given instanceof Uint8Array) && !(given instanceof ArrayBuffer)) {
      throw new TypeError(
        `${publication.caller}: read('${file.name}') must give a Uint8Array or an ArrayBuffer, got ${given}`,
      );
    }
    const bytes = given instanceof Uint8Array ? given : new Uint8Array(given);
    return { path: `read('${file.name}')`, bytes };
  }

  const folders = [...(directory === undefined ? [] : [directory]), ...publication.folders];
  const plain = file.name.replace(/\.gz$/, '');
  const names = [plain, `${plain}.gz`];
  // What does not compress grows by 5 bytes a block of 16 KiB or more, and a header.
  const limit = Math.ceil(file.bytes * 1.001) + 1024;
  const { caller, cure } = publication;
  try {
    const found = await platform.readFirst?.(folders, names, limit, signal);
    if (found !== undefined) return found;
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(`${caller}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  throw new Error(
    platform.readFirst === undefined
      ? `${caller}: no source has ${plain}; pass read(name, signal)`
      : `${caller}: no source has ${plain}, looked in ${folders.join(', ') || 'no folder'}; ${cure}, or pass directory or read`,
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
  // By its first bytes and not by its name, as a server may have decompressed it on the way. No
  // published file begins with these two by itself.
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
