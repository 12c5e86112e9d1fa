import type { Patience } from './first-answer.ts';

/** What differs between Node and browsers; `#platform` is the one of the place where the code runs. */
export interface Platform {
  /**
   * Reads the first file of the given names in the given folders, folder by folder. One that
   * starts with `node_modules/` is looked for in the working directory and in every one above it.
   *
   * @param limit A file longer than this many bytes is refused before it is read.
   * @returns Nothing where there is no such file. Absent where there are no files, as in browsers.
   */
  readFirst?(
    folders: string[],
    names: string[],
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<{ path: string; bytes: Uint8Array } | undefined>;

  /** Opens the cache that the caller named, or the default one; nothing where there is none. */
  openCache(name: string | undefined): Promise<FileCache | undefined>;

  /** How long mirrors are waited for; tests are less patient. */
  patience?: Patience;

  /** Decompresses gzip data; throws where they are damaged or would exceed `limit` bytes. */
  gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array>;

  /** The SHA-256 of the bytes in lower-case hexadecimal. */
  sha256(bytes: Uint8Array): Promise<string>;
}

/** Files kept from one visit to the next, under keys such as `mnist/train-labels-idx1-ubyte`. */
export interface FileCache {
  /** Gives an entry; nothing where there is none. One that has not `length` bytes is removed. */
  read(
    key: string,
    length: number,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array | undefined>;
  /** Keeps an entry, whole or not at all, whatever other processes write there meanwhile. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  /** Takes an entry out, where there is one. */
  remove(key: string): Promise<void>;
  /** Where an entry is, in words. */
  pathOf(key: string): string;
}
