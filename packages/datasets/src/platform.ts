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

  /** Decompresses gzip data; throws where they are damaged or would exceed `limit` bytes. */
  gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array>;

  /** The SHA-256 of the bytes in lower-case hexadecimal. */
  sha256(bytes: Uint8Array): Promise<string>;
}
