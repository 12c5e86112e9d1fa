import { fetchChunks } from './fetch-chunks.ts';
import { firstAnswer, PATIENCE, type Patience } from './first-answer.ts';
import { inflate } from './inflate.ts';

/** How far a download is, in bytes as they come over the network. */
export interface DownloadProgress {
  /** The address that is being read. */
  url: string;
  done: number;
  /** Absent where the server does not say. */
  total: number | undefined;
}

/** How to download. */
export interface DownloadOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Asks mirrors for a file until `use` has what it wants of one, decompressed, as it arrives.
 *
 * @param limit The most bytes that the file may have as it is sent.
 * @param use Takes the bytes; throws a LastingError where they are not the right ones. What
 *   `stop` is given is thrown to the caller, and no further mirror asked.
 */
export async function download<T>(
  urls: string[],
  limit: number,
  use: (
    chunks: AsyncGenerator<Uint8Array, void, undefined>,
    url: string,
    stop: (reason: unknown) => void,
  ) => Promise<T>,
  { signal, onProgress }: DownloadOptions,
  { stallMs, backOffMs }: Patience = PATIENCE,
): Promise<T> {
  const all = new AbortController();
  const stop = () => all.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await firstAnswer(
      urls,
      async (url) => {
        const connection = new AbortController();
        const close = () => connection.abort(all.signal.reason);
        all.signal.addEventListener('abort', close, { once: true });
        const onBytes = (done: number, total: number | undefined) => {
          try {
            onProgress?.({ url, done, total });
          } catch (error) {
            all.abort(error); // the caller's mistake, not the mirror's
          }
        };
        try {
          const options = { limit, stallMs, signal: connection.signal, onBytes };
          return await use(inflate(fetchChunks(url, options)), url, (reason) => all.abort(reason));
        } finally {
          all.signal.removeEventListener('abort', close);
          connection.abort(); // where `use` did not want the rest
        }
      },
      backOffMs,
      all.signal,
    );
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
