import type { DownloadOptions } from './download.ts';

/** Where the bytes of a published data set come from. */
export interface LoadOptions extends DownloadOptions {
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
  /** A folder that holds the files under their official names, with or without `.gz`. Node only. */
  directory?: string | undefined;
  /**
   * Where downloads are kept for the next time: in Node a folder (without this option there is
   * none), in a browser the name of a cache in its Cache Storage (default `'gradus-datasets'`).
   * `false` keeps nothing.
   */
  cache?: string | false | undefined;
  /**
   * Where to download from instead of the official mirrors: the address of a folder that holds the
   * files, http or https, or several to try in order. `[]` downloads nothing.
   */
  baseUrl?: string | readonly string[] | undefined;
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

/** A folder on the web. */
export interface Mirror {
  /** Its address, with a slash at the end. */
  url: string;
  /** Its files are not compressed, and have no `.gz` in their names. */
  isPlain?: true;
}

/** Who publishes files, where packages put them, and where they are on the web. */
export interface Publication {
  /** In a word: the folder of the cache. */
  name: string;
  /** The function that loads it, as named in errors. */
  caller: string;
  /** See `Platform.readFirst`. */
  folders: string[];
  /** In the order to try them. */
  mirrors: Mirror[];
  /** Those known to answer to pages of every origin: in browsers tried first, in Node last. */
  openMirrors?: Mirror[];
  /** How to get the files, as in "no source has it; do this, or pass directory or read". */
  cure: string;
}
